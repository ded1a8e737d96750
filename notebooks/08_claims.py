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

# %% tags=["parameters"]
register = ""  # a folder with a register of your own (docs/claims.md); empty: the five reports'

# %% [markdown]
# ## In short

# %%
from leedsequity import charts, claims, outputs, pages, raw
from leedsequity.claims import outcomes, report

run = outputs.Run("08_claims", register=register)
page = pages.Page(run.notebook, own=not register)
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
# The register of this project is of five: *Fairer, Healthier Leeds*; *Community Wealth Building in
# Leeds Teaching
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
# * *Reading*: one meaning that the words allow: a definition, a place, people, a period, an
#   edition. The *main* one is named first, and says why.
# * *Firm*: whether a claim comes out on every reading, on some, on none, or cannot be told.
#
# To reproduce a result is to get it again from the same data by the same steps. Reports seldom
# print either, so what is tested here is less: whether somebody else comes to the same number.
#
# ## Data
#
# `claims` is the register: one row a claim, in our words, with the values that would fulfil it.
# `readings` has what its words allow, and the function that recomputes each. `statements` has every
# sentence of the reports without its words, and `documents` what the reports are. The tests read
# the other raw tables of `data/raw/`; each has a record there.
#
# ## Method
#
# A test knows what a reading is about, and not the printed value. It returns a value, with 95%
# limits where it is an estimate. A claim says beforehand which values fulfil it: "just under a
# third" does not hold of a tenth. Where an interval is so wide that it holds no difference at all,
# nothing is confirmed. Which readings were thought of after a result was seen is written beside
# them. [How claims are tested](../docs/claims.md). Intervals are those of the tests, such as that
# of the [slope index](../docs/methods/slope-index.md).

# %% [markdown]
# ## The register
#
# Every claim is tested here, by each of its readings, which takes some seconds.

# %% tags=["nbval-check-output"]
whole = claims.read(register)
evaluated, readings = claims.evaluated(whole)
sources = sorted(raw.reads())
run.table("claims", evaluated, sources)
run.table("readings", readings, sources)
names = {"value": "printed", "found": "rebuilt", "claim_id": "claim", "come_out": "come out"}
first = evaluated.loc[evaluated["readings"] > 0, ["statement", "value", "unit", "verdict"]]
outputs.show(first.head(4), "The first four claims that can be tested", headings=names)

# %% [markdown]
# Read the verdicts as a reader of the report would: which of them are about data, and which about
# words?
#
# ## How they came out
#
# A cross table counts claims by what they state and by how firm they are.

# %% tags=["nbval-check-output"]
kinds = report.counts(evaluated)
run.table("firm_by_kind", kinds, sources)
outputs.show(kinds, "Claims by what they state and how firm they are", headings={"what": "states"})

# %% [markdown]
# A comparison has many ways to be right, a number few: compare the two rows. The same by report:

# %% tags=["nbval-check-output"]
documents = report.counts(evaluated, "document")
run.table("firm_by_document", documents, sources)
outputs.show(documents, "Claims by report and how firm they are")

# %% [markdown]
# ## The numbers
#
# Those that something here recomputes; what does not come out stands first.

# %% tags=["nbval-check-output"]
numbers = report.numbers(evaluated)
shown = numbers[["statement", "value", "unit", "found", "come_out", "readings", "verdict"]]
outputs.show(shown, "Numbers that open data can rebuild", headings=names)

# %% [markdown]
# Look at those with several readings: a number may come out on one and not on another, and the
# report does not say which it meant. The picture at the top draws their readings.

# %%
drawn = report.drawn(evaluated, readings)
drawn["role"] = drawn["main"].map({True: "focus", False: "context"})
open_numbers = evaluated[evaluated["claim_id"].isin(drawn["claim_id"])]
needs = report.needed(evaluated)
results = {"kinds": kinds, "open_numbers": open_numbers, "drawn": drawn, "needs": needs}
results |= {"reports": len(whole.documents)}
open_data = [source for source in sources if not source.startswith("published_")]
if len(drawn):
    figure = charts.readings(drawn, claim="claim", printed="published", value="value")
    run.figure("differ", figure, drawn, open_data, lead=True, **page.caption("differ", **results))

# %% [markdown]
# ## One number, reading by reading
#
# The table of readings can be filtered by a claim's id. Here it is that of the families in
# temporary accommodation; in a register of your own, the claim with the most readings.

# %% tags=["nbval-check-output"]
most = evaluated.loc[evaluated["readings"].idxmax()]
own = "fairer-healthier-leeds.temporary-accommodation-2022"
one = readings[readings["claim_id"] == (most["claim_id"] if register else own)]
columns = ["reading", "declared", "value", "outcome", "why"]
outputs.show(one[columns], "The readings of one claim, and what becomes of each")

# %% [markdown]
# By which reading would the printed number be right? Was that reading written down before its
# result was seen?
#
# ## Where reports are tested by reports

# %% tags=["nbval-check-output"]
printed = evaluated[(evaluated["what"] == "consistency") & (evaluated["firm"] != outcomes.EVERY)]
outputs.show(printed[["statement", "document", "verdict"]], "Where printed figures do not agree")

# %% [markdown]
# Two reports that disagree cannot both be right, and neither need be.
#
# ## What cannot be tested, and what would test it

# %% tags=["nbval-check-output"]
outputs.show(needs, "Claims that cannot be tested, by what a test would need")
waiting = evaluated[(evaluated["needs"] == "open file")]
outputs.show(waiting[["statement", "document", "note"]].head(8), "Some that wait for an open file")

# %% [markdown]
# Which of the others should be open, and which should not?

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
run.findings(page.sentences("findings", **results))
run.summary(page.sentences("in_short", **results))

# %% [markdown]
# ## Limits
#
# * A statement in words was given a range of values, and so a meaning; another reader may choose
#   another. Some ranges were set after a result was seen: their notes say so.
# * The readings are those that we could think of and compute; a report may mean another.
# * Comparing reports that share an origin tests their consistency, not their truth.
# * Open data have errors of their own; the records of the raw tables say which are known.
# * That a claim cannot be tested is no reproach: counts of people in a programme should not be
#   open.
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
# 2. What would a stricter rule make of it if no margin were allowed? In `claims/outcomes.py`, let
#    `outcome` return `NOT_OUT` where it returns `MARGIN`.
# 3. Do you read a sentence differently? Add a row to `data/raw/readings.csv`, seal it
#    (`leedsequity raw compile readings`), and run this notebook again.
