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
# **How many of the people whom a programme engages reach its outcomes, and how sure can we be?**
# First from what the programmes' documents print; then, for a partner who has them, from
# person-level records that never leave.

# %% tags=["parameters"]
area = "E08000035"  # whose residents a partner's people are seen beside; E08000035 is Leeds
programme_file = ""  # a partner's own records (docs/your-own-records.md); empty: published counts
policy = "opensafely"  # how counts from that file are protected: opensafely, nhs or midpoint6

# %% [markdown]
# ## What the documents say
#
# Two documents count the people at the stages of the Lincoln Green pilot and of Connecting
# Communities with Health and Care Careers; a third counts the candidates of the Talent Hub that
# followed. They do not always agree, they seldom say when, and one of them warns that people could
# use more than one spoke.
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
# A conversion is the share of the people at one stage who reached another, with Wilson's 95%
# limits; it is computed only where a document prints both counts, and the table says whether it
# also says that the first are among the second. Programmes are compared by the difference of their
# shares (Newcombe's method 10). The intervals treat the people as a sample of those who might have
# come; they carry no error of counting, and nothing about what would have happened without a
# programme.
#
# Counts from a partner's file are made fit to be shown before anything is computed from them: every
# part of a breakdown holds nobody or at least 8 people, or is joined with its neighbour; what is
# shown is rounded; and every rate, limit and ratio comes from the rounded counts, with the range
# that the true ones allow. The page *Your own records* in the documentation gives the rules.

# %%
from leedsequity import charts, neighbourhoods, outputs, places, raw, vocabulary
from leedsequity.analyses import programme_records, programmes, release, residents
from leedsequity.analyses import programmes_sentences as sentences
from leedsequity.raw import partner

release.check_policy(policy)
programmes.check_area(area, programme_file)
run = outputs.Run("04_programme_outcomes", area=area, programme_file=programme_file, policy=policy)
here, is_leeds = places.find(area).name, area == vocabulary.LEEDS
table = raw.load("published_programmes")
source = ["published_programmes"]

# %% [markdown]
# ## The stages as published

# %% tags=["nbval-check-output"]
stages = table[["document", "programme", "stage", "group", "period", "printed"]]
if is_leeds:
    run.table("published_stages", table, source)
shown = stages.assign(programme=stages["programme"].replace(programmes.SHORT_NAMES))
print(outputs.text(shown) if is_leeds else sentences.NOT_THIS_AREA)

# %% [markdown]
# ## Conversions
#
# 49 people of Lincoln Green are recruited, 49 of Connecting Communities qualified: one number, two
# outcomes.

# %% tags=["nbval-check-output"]
shares = programmes.conversions(table)
vaccinated = programmes.vaccinations(table)
if is_leeds:
    run.table("published_conversions", shares, source)
    run.table("published_vaccinations", vaccinated, source)
brief = shares[["stage", "of_stage", "numerator", "denominator", "value", "lower", "upper"]]
print(outputs.text(brief) if is_leeds else sentences.NOT_THIS_AREA)

# %%
if is_leeds:
    drawn = sentences.published_chart_rows(shares)
    label = "Per cent of the earlier stage"
    figure = charts.intervals(
        drawn, place="label", value="value", lower="lower", upper="upper", value_label=label
    )
    caption = sentences.published_caption(shares)
    run.figure("published_conversions", figure, drawn, source, **caption)

# %% [markdown]
# ## The programmes compared
#
# The outcomes that come nearest to one another, each as a share of the engaged. They are not the
# same outcome: a conditional offer is not yet a job, and completing a course is not yet a
# qualification.

# %% tags=["nbval-check-output"]
compared = programmes.comparisons(shares)
if is_leeds:
    run.table("published_comparisons", compared, source)
brief = compared.drop(columns=["confidence", "method", "reason"])
print(outputs.text(brief) if is_leeds else sentences.NOT_THIS_AREA)

# %% [markdown]
# ## Where the documents differ
#
# Listed, not averaged: both counts stand.

# %% tags=["nbval-check-output"]
conflicts = programmes.conflicts(table)
caveats = programmes.caveats(raw.record("published_programmes").notes)
if is_leeds:
    run.table("published_conflicts", conflicts, source)
print(*([outputs.text(conflicts), *caveats] if is_leeds else [sentences.NOT_THIS_AREA]), sep="\n\n")

# %% [markdown]
# ## What cannot be computed

# %% tags=["nbval-check-output"]
if is_leeds:
    run.table("published_not_computed", programmes.NOT_COMPUTED, source)
print(outputs.text(programmes.NOT_COMPUTED) if is_leeds else sentences.NOT_THIS_AREA)

# %% [markdown]
# ## A partner's own records
#
# With `programme_file` given, everything below comes from it, disclosure-controlled, beside the
# residents of the area. What comes from a synthetic example carries that mark everywhere.

# %%
records, released = None, {}
if programme_file:
    tables = neighbourhoods.read(area)
    records = partner.read("programme", programme_file, residents.place_groups(tables))
    living = residents.by_breakdown(tables)
    released = programme_records.released(records, living, here, policy)
for name, frame in released.items():
    saved_as = programme_records.output_name(name, records.synthetic)
    run.table(saved_as, frame, residents.TABLES)
nothing_shown = sentences.TOO_FEW if released else sentences.NO_FILE

# %% [markdown]
# ### Stages and conversions

# %% tags=["nbval-check-output"]
brief = ["spoke", "stage", "people", "of_stage", "of", "value", "least", "most", "lower", "upper"]
frame = released.get("stages", [])
print(outputs.text(frame[brief], 0) if len(frame) else nothing_shown)

# %%
drawn = sentences.stages_chart_rows(released["stages"]) if released else []
if len(drawn):
    label = sentences.axis_title("Per cent of the earlier stage", records.synthetic)
    figure = charts.intervals(
        drawn, place="label", value="value", lower="lower", upper="upper", value_label=label
    )
    caption = sentences.stages_caption(drawn, policy, records.synthetic)
    saved_as = programme_records.output_name("stages", records.synthetic)
    run.figure(saved_as, figure, drawn, residents.TABLES, **caption)

# %% [markdown]
# ### Time to offer

# %% tags=["nbval-check-output"]
frame = released.get("time_to_offer", [])
print(outputs.text(frame) if len(frame) else nothing_shown)

# %% [markdown]
# ### Reach
#
# 1 means: as among residents of the area.

# %% tags=["nbval-check-output"]
brief = ["part", "people", "residents", "value", "least", "most", "lower", "upper", "residents_of"]
frame = released.get("reach", [])
print(outputs.text(frame[brief]) if len(frame) else nothing_shown)

# %%
drawn = residents.chart_rows(released["reach"]) if released else []
if len(drawn):
    label = sentences.axis_title(sentences.reach_axis_title(drawn, here), records.synthetic)
    figure = charts.intervals(
        drawn, place="label", value="value", lower="lower", upper="upper", value_label=label,
        no_difference=(1, "as among residents")
    )  # fmt: skip
    caption = sentences.reach_caption(drawn, here, policy, records.synthetic)
    saved_as = programme_records.output_name("reach", records.synthetic)
    run.figure(saved_as, figure, drawn, residents.TABLES, **caption)

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
findings = [sentences.NOT_THIS_AREA]
if is_leeds:
    findings = sentences.published_findings(shares, compared, conflicts, vaccinated)
    findings += [f"Noted: {caveat}" for caveat in caveats]
if released:
    findings += sentences.records_findings(released, policy, records.synthetic)
run.findings(findings)

# %% [markdown]
# ## Limits
#
# * Whether offers and qualifications fall on the people counted as engaged is inferred, as the
#   table says.
# * The documents report on programmes by their own partners; what is not printed may not be missing
#   at random.
# * Nobody who did not take part is counted, so no effect of a programme can be computed from any of
#   this.
# * Residents are all ages where ethnic groups and neighbourhoods are compared, although a programme
#   for work is for adults; the ages of 16 to 24 are taken as four fifths of 15 to 19, and 20 to 24.
# * A partner's participants may live outside the neighbourhoods that the programme was for; they
#   are counted in.
#
# ## Try it yourself
#
# 1. What would a partner see? Run `leedsequity example programme example.csv`, and give the file as
#    `programme_file`.
# 2. How much does another rule hide? Change `policy` to midpoint6.
# 3. How wide would the intervals be at 80% confidence? In `programmes.conversions`, give
#    `stats.proportion` 0.8.
