# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Programme outcomes
#
# **How many of the people who join a programme reach its outcomes, and how sure can we be?** First
# from what the programmes' documents print; then, for a partner who has them, from records of
# persons that never leave.

# %% tags=["parameters"]
area = "E08000035"  # whose residents a partner's people are seen beside; E08000035 is Leeds
programme_file = ""  # a partner's own records (docs/your-own-records.md); empty: published counts
policy = "opensafely"  # how counts from that file are protected: opensafely, nhs or midpoint6

# %% [markdown]
# ## In short

# %%
from leedsequity import charts, neighbourhoods, outputs, pages, places, raw, vocabulary, wording
from leedsequity.analyses import programme_records, programmes, release, residents
from leedsequity.raw import partner

release.check_policy(policy)
programmes.check_area(area, programme_file)
run = outputs.Run("04_programme_outcomes", area=area, programme_file=programme_file, policy=policy)
here, is_leeds = wording.place(places.find(area).name), area == vocabulary.LEEDS
given = bool(programme_file)
known = {"here": here, "policy": policy, "given": given, "least": release.LEAST}
page = pages.Page(run.notebook, synthetic=False, **known)
run.reserve_summary()

# %% [markdown]
# ## What you will learn
#
# * to read a count as a share of those who could have been counted;
# * to say how far chance alone may move a share of few people;
# * to see when two programmes cannot be compared, although both print a percentage;
# * to show records of persons without showing a person.
#
# Time: 45 minutes. You should know what a percentage is, and have seen a table in pandas.
#
# ## What the documents say
#
# Two documents count the people at the stages of the Lincoln Green pilot and of Connecting
# Communities with Health and Care Careers; a third counts the candidates of the Talent Hub that
# followed. They do not always agree, they seldom say when, and one of them warns that people could
# use more than one service, which it calls a spoke.
#
# ## Words and ideas
#
# * [Confidence interval](../docs/glossary.md#confidence-interval): how far chance may move a share.
#   Of few people it is wide.
# * [Percentage points](../docs/glossary.md#percentage-points): the difference of two percentages.
# * [Representation ratio](../docs/glossary.md#representation-ratio): whether a group is as common
#   in a programme as among residents.
# * [Disclosure control](../docs/glossary.md#disclosure-control): rules that keep a table from
#   telling who somebody is.
#
# A share needs a denominator: of *whom* did so many get a job? Who was referred, who joined and who
# finished are three answers, and give three shares.
#
# ## Data
#
# `published_programmes`, transcribed from the documents. With a partner's file also `imd_lsoa11`,
# `imd_lsoa21`, `lsoa11_lsoa21`, `population_lsoa21`, `ethnicity_lsoa21` and `age_lsoa21`, for the
# residents whom a programme could reach: those of the area. Each has a record beside it in
# `data/raw/` that says whose it is and what to beware of.
#
# ## Method
#
# A share is computed only where a document prints both counts, with
# [Wilson's 95% interval](../docs/methods/rates-and-proportions.md). Two shares are compared by
# their [difference](../docs/methods/gaps.md) and a [verdict](../docs/methods/verdicts.md).
# The intervals treat the people as a sample of those who might have come.

# %% [markdown]
# ## The people at each stage
#
# What the documents print, as they print it. Nothing is added up or averaged.

# %% tags=["nbval-check-output"]
table, source = raw.load("published_programmes"), ["published_programmes"]
printed = table[["programme", "stage", "period", "printed", "document"]]
printed = printed[printed["programme"].isin([*programmes.SHORT_NAMES])]
if is_leeds:
    run.table("published_stages", table, source)
    printed = printed.replace({"programme": programmes.SHORT_NAMES})
    outputs.show(printed, "Counts of two programmes in Leeds, as printed")
else:
    print(page.text("not_this_area"))

# %% [markdown]
# Find the stage that has two counts, and the number that stands for two outcomes. The picture at
# the top shows these counts.

# %%
if is_leeds:
    people = programmes.people_at_stages(table)
    figure = charts.bars(people, place="label", value="people", value_label="People")
    shares = programmes.conversions(table)
    caption = page.caption("people_at_stages", stages=people, shares=shares)
    run.figure("people_at_stages", figure, people, source, lead=not given, **caption)

# %% [markdown]
# ## From counts to shares
#
# The pilot step by step: choose its rows, take those who joined as the denominator, and ask for the
# share of each later stage.

# %% tags=["nbval-check-output"]
from leedsequity import stats

pilot = table[table["programme"] == programmes.LINCOLN_GREEN].astype({"value": "int64"})
joined = pilot.loc[pilot["stage"] == "engaged with the pilot", "value"].item()
later = pilot[pilot["value"] < joined].rename(columns={"value": "numerator"})
later = later[["stage", "numerator"]].assign(denominator=joined)
by_hand = stats.proportion(later, multiplier=100)
columns = ["stage", "numerator", "denominator", "value", "lower", "upper"]
if is_leeds:
    outputs.show(by_hand[columns], "Lincoln Green pilot, of those who joined, per cent")
else:
    print(page.text("not_this_area"))

# %% [markdown]
# How wide is each interval? A share of so few people is known to within some ten points either way.
# Now the same for every pair of counts that a document prints.

# %% tags=["nbval-check-output"]
shares, vaccinated = programmes.conversions(table), programmes.vaccinations(table)
if is_leeds:
    run.table("published_conversions", shares, source)
    run.table("published_vaccinations", vaccinated, source)
    brief = shares.replace(programmes.SHORT_STAGES | programmes.SHORT_NAMES)
    brief = brief[["programme", "stage", "of_stage", *columns[1:]]]
    outputs.show(brief, "People who reached a stage, per cent of an earlier stage")
else:
    print(page.text("not_this_area"))

# %% [markdown]
# The same people give a low or a high share, as they are counted among all who joined or among
# those who finished. Whether a later count lies within an earlier one is sometimes inferred: the
# saved table says where.
#
# ## The programmes compared
#
# The outcomes that come nearest to one another, each as a share of those who joined.

# %% tags=["nbval-check-output"]
compared = programmes.comparisons(shares)
if is_leeds:
    run.table("published_comparisons", compared, source)
    brief = compared.replace(programmes.SHORT_STAGES)
    brief = brief[["stage", "value", "against", "other", "difference", "verdict"]]
    names = {"stage": "Connecting Communities", "against": "Lincoln Green"}
    outputs.show(brief, "Shares of those who joined, per cent", headings=names)
else:
    print(page.text("not_this_area"))

# %% [markdown]
# Read the two outcomes of a row aloud before the verdict: an offer on conditions is not yet a job,
# and a course is no qualification.
#
# ## Where the documents differ
#
# Listed, not averaged: both counts stand.

# %% tags=["nbval-check-output"]
conflicts = programmes.conflicts(table)
if is_leeds:
    run.table("published_conflicts", conflicts, source)
    run.table("published_not_computed", programmes.NOT_COMPUTED, source)
    outputs.show(conflicts, "Where documents disagree, or may be confused")
    outputs.show(programmes.NOT_COMPUTED, "What no document lets anybody compute")
    print(*programmes.caveats(raw.record("published_programmes").notes), sep="\n")
else:
    print(page.text("not_this_area"))

# %% [markdown]
# Which of the missing numbers would you ask a programme for first?
#
# ## A partner's own records
#
# With `programme_file` given, everything below comes from it, disclosure-controlled, beside the
# residents of the area. What comes from a synthetic example carries that mark everywhere.

# %%
records, released = None, {}
if given:
    tables = neighbourhoods.read(area)
    records = partner.read("programme", programme_file, residents.place_groups(tables))
    living = residents.by_breakdown(tables)
    released = programme_records.released(records, living, here, policy)
    page.results["synthetic"] = records.synthetic
for name, frame in released.items():
    saved_as = programme_records.output_name(name, records.synthetic)
    run.table(saved_as, frame, residents.TABLES)

# %% [markdown]
# ### Stages
#
# Each stage as a share of the one before, or of those who joined.

# %% tags=["nbval-check-output"]
brief = ["spoke", "stage", "people", "of_stage", "of", "value", "least", "most", "lower", "upper"]
frame = released.get("stages", [])
if len(frame):
    outputs.show(frame[brief], "People who reached each stage, and per cent of the stage before", 0)
else:
    print(page.text("nothing_shown"))

# %% [markdown]
# `least` and `most` are what the true counts allow; the interval adds chance.

# %%
drawn = programme_records.chart_rows(released["stages"]) if released else []
if len(drawn):
    figure = charts.intervals(
        drawn, place="label", value="value", lower="lower", upper="upper",
        value_label=page.text("stages_axis")
    )  # fmt: skip
    caption = page.caption("stages", drawn=drawn)
    saved_as = programme_records.output_name("stages", records.synthetic)
    run.figure(saved_as, figure, drawn, residents.TABLES, lead=True, **caption)

# %% [markdown]
# ### Time to offer

# %% tags=["nbval-check-output"]
frame = released.get("time_to_offer", [])
if len(frame):
    outputs.show(frame, "People by the time from joining to a first offer")
else:
    print(page.text("nothing_shown", again=True))

# %% [markdown]
# Bands of few people are joined with their neighbours, so that nobody is seen.
#
# ### Reach
#
# 1 means: as among residents of the area.

# %% tags=["nbval-check-output"]
brief = ["part", "people", "residents", "value", "least", "most", "lower", "upper", "residents_of"]
frame = released.get("reach", [])
if len(frame):
    outputs.show(frame[brief], "People engaged, and their share over that of residents")
else:
    print(page.text("nothing_shown", again=True))

# %% [markdown]
# Which groups are missing among those who joined? An interval that holds 1 leaves it open.

# %%
drawn = residents.chart_rows(released["reach"]) if released else []
if len(drawn):
    figure = charts.intervals(
        drawn, place="label", value="value", lower="lower", upper="upper",
        value_label=page.text("reach_axis", drawn=drawn), no_difference=(1, "as among residents")
    )  # fmt: skip
    caption = page.caption("reach", drawn=drawn)
    saved_as = programme_records.output_name("reach", records.synthetic)
    run.figure(saved_as, figure, drawn, residents.TABLES, **caption)

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
results, about = {"shares": shares, "compared": compared, "conflicts": conflicts}, ""
results["vaccinated"] = vaccinated
if released:
    about = "records_"
    results["told"] = programme_records.outcomes(released["stages"])
    results["wait"] = programme_records.median_wait(released["time_to_offer"])
    results["represented"] = residents.represented_groups(released["reach"])
run.findings(page.sentences(f"{about}findings", **results))

# %%
run.summary(page.sentences(f"{about}in_short", **results))

# %% [markdown]
# ## Limits
#
# * Whether offers and qualifications fall on the people counted as having joined is inferred, as
#   the table says.
# * The documents report on programmes by their own partners; what is not printed may not be missing
#   at random.
# * Nobody who did not take part is counted, so no effect of a programme can be computed from any of
#   this.
# * Residents are all ages where ethnic groups and neighbourhoods are compared, although a programme
#   for work is for adults; the ages of 16 to 24 are taken as four fifths of 15 to 19, and 20 to 24.
# * A partner's participants may live outside the neighbourhoods that the programme was for; they
#   are counted in.
#
# ## Discussion
#
# 1. Which outcome should a programme for work be judged by: a course, an offer, a job, or a job
#    kept for a year?
# 2. Whom would you compare the participants with, to learn what the programme changed?
# 3. Is a small number that may not be shown lost for learning?
#
# ## Quiz
#
# 1. A programme says: eight in ten who finished our course got a job. What else do you ask?
#
# <details><summary>Answer</summary>
#
# How many began. Those who did not finish are left out of the denominator, and the share of all who
# joined is lower.
#
# </details>
#
# 2. Two shares differ by five points, and the interval of the difference holds zero. Is one
#    programme better?
#
# <details><summary>Answer</summary>
#
# That cannot be told: chance alone makes such differences among so few people. Nor is it shown that
# they are equal. And if the outcomes differ, no test can decide it.
#
# </details>
#
# 3. Why are rates computed from rounded counts, and not from the true ones?
#
# <details><summary>Answer</summary>
#
# From exact rates somebody could work the small counts out again.
#
# </details>
#
# ## Try it yourself
#
# 1. What would a partner see? Run `leedsequity example programme example.csv`, and give the file as
#    `programme_file`.
# 2. How much does another rule hide? Change `policy` to midpoint6.
# 3. How wide would the intervals be at 80% confidence? In the cell that works by hand, give
#    `stats.proportion` the argument `confidence=0.8`.
