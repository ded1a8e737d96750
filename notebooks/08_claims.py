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
# **Which of the numbers in the documents can be recomputed from open data, and do they come out?**
# The register is about the documents, so this notebook has no parameters.

# %% [markdown]
# ## What the documents say
#
# Five documents: *Fairer, Healthier Leeds* (`fairer-healthier-leeds`), *Community Wealth Building
# in Leeds Teaching Hospitals* (`community-wealth`), a chapter on good work with a case study of the
# Trust (`good-work`), a case study of *Connecting Communities with Health and Care Careers*
# (`connecting-communities`), and a conference abstract on narrowing inequalities
# (`narrowing-inequalities`). Every quantitative statement in them is a claim: numbers, and
# comparisons in words.
#
# ## Data
#
# `claims` is the register: one row a claim, in our words, with its place in the document, its
# precision, how it was read, and the function that tests it. The tests read the other raw tables of
# `data/raw/`; each has a record there.
#
# ## Method
#
# A test is told what a claim is about, and not its value. It returns a recomputed value, 95% limits
# where that is an estimate, and what it rests on. The status follows by rule. *Reproduced*: equal
# at the stated rounding; for more, less and ranks, the relation holds; for "about", within 5%.
# *Close*: the published value lies within the limits, or within a tolerance that the claim
# justifies. *Differs*: neither. *Conflicts*: another document is all there is to compare with, and
# it prints something else. *Untestable*: nothing held here can test it. Claims are *recomputed*
# from open data independent of the documents, *derived* from other numbers they print, or
# *compared* between documents; only the first of these is evidence about Leeds.

# %%
from leedsequity import charts, claims, outputs, raw
from leedsequity.claims import report

run = outputs.Run("08_claims")
register = claims.register()
sources = sorted(raw.reads())
run.table("claims", register, sources)

# %% [markdown]
# ## How they came out
#
# By document, and by what tests them.

# %% tags=["nbval-check-output"]
documents = report.by_document(register)
run.table("status_by_document", documents, sources)
print(outputs.text(documents))

# %% tags=["nbval-check-output"]
print(outputs.text(report.by_document(register, "kind")))

# %% [markdown]
# ## Published against recomputed
#
# The claims that state a number. The figure leaves out comparisons in words and ranks.

# %%
values = report.values(register)
open_data = [source for source in sources if not source.startswith("published_")]
run.table("values", values, open_data)
shown = values[values["shown"]]
figure = charts.intervals(
    shown, place="claim", value="percent", lower="lower", upper="upper",
    value_label="Recomputed, percent of the published value",
)  # fmt: skip
run.figure("published_and_recomputed", figure, shown, open_data, **report.caption(values))

# %% [markdown]
# ## What differs
#
# Each with what it rests on, what other definitions give, and how the statement was read.

# %% tags=["nbval-check-output"]
print("\n\n".join(report.paragraphs(register, "differs")))

# %% [markdown]
# ## What is close, and what conflicts

# %% tags=["nbval-check-output"]
print("\n\n".join(report.paragraphs(register, "close")))

# %% tags=["nbval-check-output"]
print("\n\n".join(report.paragraphs(register, "conflicts")))

# %% [markdown]
# ## What reproduces

# %% tags=["nbval-check-output"]
print("\n\n".join(report.paragraphs(register, "reproduced")))

# %% [markdown]
# ## What cannot be tested, and what would test it

# %% tags=["nbval-check-output"]
print("\n\n".join(report.paragraphs(register, "untestable")))

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
run.findings(report.findings(register))

# %% [markdown]
# ## Limits
#
# * A statement in words was given a value, and so a reading; the register says which. Another
#   reading may turn out otherwise.
# * The documents seldom name edition, population, period or definition. Where several are possible
#   the test takes one, says which, and tells what the others give.
# * Comparing documents that share an origin tests their consistency, not their truth.
# * Open data have errors of their own; the records of the raw tables say which are known.
# * Untestable is no reproach. Counts of people in a programme should not be open.
#
# ## Try it yourself
#
# 1. Which claims rest on one raw table only? Run `leedsequity explain` on a claim's id.
# 2. What would a stricter rule make of the claims that say about? In `claims/evaluation.py`, change
#    `_ABOUT` to 0.02.
# 3. Do you read a sentence differently? Change its row in `data/raw/claims.csv`, compile it
#    (`leedsequity raw compile claims`), and run this notebook again.
