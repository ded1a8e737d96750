# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Every published number, tested
#
# **Which of the numbers in the reports can be rebuilt from open data, and do they come out?**
# The register is about the reports, so this notebook has no parameters.

# %% [markdown]
# ## In short

# %%
import pandas as pd

from leedsequity import charts, claims, outputs, pages, raw

run = outputs.Run("08_claims")
page = pages.Page(run.notebook)
run.reserve_summary()

# %% [markdown]
# ## What you will learn
#
# * to turn the sentences of a report into statements that data can test;
# * to tell a number that is wrong from one whose date or definition is missing;
# * to count what came out in a table of two ways;
# * to draw printed and rebuilt numbers side by side.
#
# Time: 45 minutes. You should have filtered a table in pandas before.
#
# ## What the documents say
#
# There are five: *Fairer, Healthier Leeds*; *Community Wealth Building in Leeds Teaching
# Hospitals*; a chapter on good work, with a case study of the hospitals; a case study of
# *Connecting Communities with Health and Care Careers*; and a conference abstract on narrowing
# inequalities. Every statement in them that has a number, or compares, is a claim.
#
# ## Words and ideas
#
# * [Recomputed](../docs/glossary.md#recomputed): calculated again, from data that owe nothing to
#   the report.
# * [Confidence interval](../docs/glossary.md#confidence-interval): the range that chance leaves
#   open.
# * [Tenth](../docs/glossary.md#tenth): one of ten groups of neighbourhoods, from the most to the
#   least deprived.
# * *Reproduced*: equal as rounded in print. *Close*: within the interval, or within a tolerance
#   that was justified. *Differs*: neither. *Conflicts*: another report prints something else, and
#   that is all there is. *Untestable*: no data held here can test it.
#
# To reproduce a result is to get it again from the same data by the same steps. Reports seldom
# print either, so what is tested here is less: whether somebody else comes to the same number.
#
# ## Data
#
# `claims` is the register: one row a claim, in our words, with its place in the report, its
# precision, how it was read, and the function that tests it. The tests read the other raw tables of
# `data/raw/`; each has a record there.
#
# ## Method
#
# A test knows what a claim is about, and not its value. It returns a value with 95% limits where it
# is an estimate. For more, less and ranks a claim is reproduced if the relation holds; for "about"
# if it is within a twentieth. Claims are *recomputed* from open data independent of the reports,
# *derived* from other numbers they print, or *compared* between reports; only the first is evidence
# about Leeds. How intervals of gaps are made: [gaps](../docs/methods/gaps.md).

# %% [markdown]
# ## The register
#
# Every claim is tested here, which takes some seconds.

# %% tags=["nbval-check-output"]
register = claims.register()
sources = sorted(raw.reads())
run.table("claims", register, sources)
names = {"value": "printed", "recomputed": "rebuilt", "lower": "95% from", "upper": "95% to",
         "basis": "rests on", "note": "how it was read"}  # fmt: skip
columns = ["statement", "relation", "value", "unit", "recomputed", "status"]
tested = register[register["recomputed"].notna()]
outputs.show(tested[columns].head(5), "The first five claims with a value", headings=names)

# %% [markdown]
# Look at the relation: some claims state a number, others only that something is more or less.
#
# ## How they came out
#
# A cross table counts claims by report and status.

# %% tags=["nbval-check-output"]
order = ["reproduced", "close", "differs", "conflicts", "untestable", "statements"]
margins = {"margins": True, "margins_name": "statements"}
counts = pd.crosstab(register["document"], register["status"], **margins)
documents = counts.reindex(columns=order, fill_value=0).rename(index={"statements": "all"})
documents = documents.reset_index()
run.table("status_by_document", documents, sources)
outputs.show(documents, "Claims by report and by how they came out")

# %% [markdown]
# Which report can be tested at all? Now only those that open data independent of the reports can
# rebuild, numbers apart from words.

# %% tags=["nbval-check-output"]
rebuilt = register[register["kind"] == "recomputed"]
is_number = rebuilt["relation"].isin(["=", "~"])
form = is_number.map({True: "a number", False: "a comparison or a rank"}).rename("form")
counts = pd.crosstab(form, rebuilt["status"], **margins).drop("statements")
forms = counts.reindex(columns=[*order[:3], "statements"], fill_value=0).reset_index()
run.table("status_by_form", forms, sources)
outputs.show(forms, "Claims that open data can rebuild, by what they state")

# %% [markdown]
# A comparison has many ways to be right, a number few: compare the two rows.
#
# ## Which numbers differ

# %% tags=["nbval-check-output"]
differing = rebuilt[is_number & (rebuilt["status"] == "differs")]
columns = ["statement", "unit", "value", "recomputed", "lower", "upper", "basis", "note"]
outputs.show(differing[columns], "Numbers that differ, and what they rest on", headings=names)

# %% [markdown]
# Read what each rests on before you call it wrong: how many name no date, place or definition?
# The picture at the top has the same numbers, each as a difference from the printed one.

# %%
whose = (", " + differing["group"]).mask(differing["group"] == "All people", "")
claim = differing["quantity"] + whose + " (" + differing["unit"] + ")"
readings = differing[["value", "recomputed"]].assign(claim=claim, role="focus")
figure = charts.readings(
    readings, claim="claim", printed="value", value="recomputed", main_label="found in open data"
)
results = {"register": register, "documents": documents, "forms": forms, "readings": readings}
open_data = [source for source in sources if not source.startswith("published_")]
run.figure("differ", figure, readings, open_data, lead=True, **page.caption("differ", **results))

# %% [markdown]
# ## What is close, and what conflicts

# %% tags=["nbval-check-output"]
columns = ["statement", "unit", "value", "recomputed", "basis", "note"]
doubtful = register[register["status"].isin(["close", "conflicts"])]
outputs.show(doubtful[columns], "Claims that are close, or that conflict", headings=names)

# %% [markdown]
# Is a tolerance justified before the result, or after it?
#
# ## What reproduces

# %% tags=["nbval-check-output"]
good = register[register["status"] == "reproduced"]
outputs.show(good[columns], "Claims that are reproduced", headings=names)

# %% [markdown]
# Look for readings that another reader might dispute: a claim in words was given a value here.
#
# ## What cannot be tested, and what would test it

# %% tags=["nbval-check-output"]
untested = register[register["status"] == "untestable"]
outputs.show(untested[["statement", "document", "note"]], "Claims that cannot be tested")

# %% [markdown]
# Which of these should be open, and which should not?

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
run.findings(page.sentences("findings", **results))
run.summary(page.sentences("in_short", **results))

# %% [markdown]
# ## Limits
#
# * A statement in words was given a value, and so a reading; the register says which. Another
#   reading may turn out otherwise.
# * The reports seldom name edition, population, period or definition. Where several are possible
#   the test takes one, says which, and tells what the others give.
# * Comparing reports that share an origin tests their consistency, not their truth.
# * Open data have errors of their own; the records of the raw tables say which are known.
# * Untestable is no reproach. Counts of people in a programme should not be open.
#
# ## Discussion
#
# 1. What should a report print beside each number, so that a reader can rebuild it?
# 2. Does it matter for a decision whether a number is right, or only its order of size?
# 3. Who should check the numbers that only the programme itself can know?
#
# ## Quiz
#
# 1. A number comes out. Is the sentence around it then true?
#
# <details><summary>Answer</summary>
#
# Not by that alone. The sentence may suggest a cause, or a trend, that the number says nothing of.
#
# </details>
#
# 2. Two reports print the same number. Has it been confirmed?
#
# <details><summary>Answer</summary>
#
# No, if one took it from the other. Only data independent of both can confirm it.
#
# </details>
#
# 3. A printed number lies within a wide interval. Is that strong evidence for it?
#
# <details><summary>Answer</summary>
#
# No. A wide interval agrees with many numbers, so it tells little about any of them.
#
# </details>
#
# ## Try it yourself
#
# 1. Which claims rest on one raw table only? Run `leedsequity explain` on a claim's id.
# 2. What would a stricter rule make of the claims that say about? In `claims/evaluation.py`, change
#    `_ABOUT` to a smaller number.
# 3. Do you read a sentence differently? Change its row in `data/raw/claims.csv`, compile it
#    (`leedsequity raw compile claims`), and run this notebook again.
