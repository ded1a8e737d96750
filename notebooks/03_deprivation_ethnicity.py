# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Deprivation and ethnicity
#
# **Who lives in the most deprived neighbourhoods of an area, and what goes with living there?** The
# area is Leeds unless another is asked for.

# %% tags=["parameters"]
area = "E08000035"  # a local authority's code; E08000035 is Leeds
imd_edition = 2019  # edition of the Index of Multiple Deprivation: 2015, 2019 or 2025
population_base = "Census 2021"  # Census 2011, mid-2011 to -2022 (revised), mid-2012 (indices)

# %% [markdown]
# ## What the documents say
#
# The report *Fairer, Healthier Leeds* says that 24% of the people of Leeds, and 10% of England's,
# live in the most deprived decile (IMD 1), 179,000 people in 2013 and 200,000 in 2022; that of the
# city's Black/Black British, mixed and Asian groups 63%, 40% and 36% do; that 37% of children in
# Reception live in the most deprived neighbourhoods; that its Black population is slightly larger
# in proportion than England's; and that the city grows in every age band and becomes more diverse,
# "particularly in areas of high deprivation". *Community Wealth Building in Leeds Teaching
# Hospitals* counts 114 neighbourhoods; a chapter on good work says 26% of the population, and 12
# communities among the most deprived 1%. None names the edition of the index or the population.
#
# ## Data
#
# `published_deprivation` (transcribed), `imd_lsoa11`, `imd_lsoa21`, `lsoa11_lsoa21`,
# `population_lsoa11`, `population_lsoa21`, `ethnicity_lsoa11`, `ethnicity_lsoa21`, `age_lsoa21`,
# `qualification_lsoa21`, `household_deprivation_lsoa21`, `general_health_lsoa21`, `tenure_lsoa21`,
# `fuel_poverty_lsoa11`, `fuel_poverty_lsoa21`, `lsoa11`, `lsoa21`, `wards`, `england_by_decile`,
# `deaths_population_la_2014`, `boundaries_lsoa11`, `boundaries_ward24`, `areas`. Each has a record
# beside it in `data/raw/` that says whose it is and what to beware of.
#
# ## Method
#
# A neighbourhood is an LSOA (about 1,600 people). Decile 1 is the most deprived tenth of
# *England's* LSOAs. Ranks are relative: an area can go up because others went down, so a change
# between editions is no change in living standards.
#
# The editions of 2015 and 2019 rank LSOAs of 2011, that of 2025 those of 2021. Where people and
# ranks stand on different ones, ONS's exact-fit lookup carries the decile: the parts of a split
# LSOA keep its decile; one merged of several takes that of the larger (by people in mid-2015); the
# other way round people are divided by their number in Census 2021. All people of Census 2021 are
# the total of the table of ethnic groups; the table of ages adds up to a few people more or less,
# because the publisher changed counts a little in each table. The bands of age of the census (0-14,
# 15-59) and of the indices' denominators (0-15, 16-59) are not the same and not compared.
#
# A census is a complete count, so its shares have no sampling interval, and none is drawn. What
# error remains is not chance: people missed (and imputed by the publisher), counts changed for
# confidentiality, and LSOAs that the lookup does not fit. Concentration indices are given with
# limits that hold only what chance would do if every person's state were drawn independently.

# %%
from leedsequity import charts, neighbourhoods, outputs, places, raw
from leedsequity.analyses import deprivation_deciles as deprivation
from leedsequity.analyses import ethnicity
from leedsequity.analyses import deprivation_sentences as sentences
from leedsequity.analyses.phrases import missing

neighbourhoods.check_choice(imd_edition, population_base)
given = {"imd_edition": imd_edition, "population_base": population_base}
run = outputs.Run("03_deprivation_ethnicity", area=area, **given)
place = places.find(area)
here = place.name
print(f"{here}, IMD {imd_edition}, {population_base}")

# %% [markdown]
# ## Neighbourhoods by decile
#
# Each edition on its own LSOAs.

# %% tags=["nbval-check-output"]
tables = neighbourhoods.read(place)
people, placed = neighbourhoods.people(tables), neighbourhoods.placed(tables)
lsoas_by_decile = deprivation.neighbourhoods_by_decile(placed)
run.table("neighbourhoods_by_decile", lsoas_by_decile, ["imd_lsoa11", "imd_lsoa21"])
print(outputs.text(lsoas_by_decile))

# %% [markdown]
# How many people each rule of the lookup touches, on the population base chosen. *In doubt*: a rule
# had to choose between different deciles.

# %% tags=["nbval-check-output"]
located = [*neighbourhoods.TABLES]
touched = deprivation.people_touched_by_lookup(people, placed)
run.table("people_touched_by_lookup", touched, located)
print(outputs.text(sentences.shown(touched[touched["population_base"] == population_base])))

# %% [markdown]
# ## People in the most deprived tenth
#
# Percent of all people, by population base and edition. The last two bases leave out prisoners and
# were not revised.

# %% tags=["nbval-check-output"]
everywhere = deprivation.people_by_decile(people, placed)
shares = deprivation.in_most_deprived(everywhere)
columns = ["imd_edition", "population_base", "group", "age", "people", "in_decile_1", "share"]
tidy = shares[columns].drop_duplicates(columns[:4])
run.table("share_in_most_deprived_decile", tidy, located)
print(outputs.text(deprivation.shares_by_base(shares)))

# %%
from leedsequity.analyses import published_deprivation
from leedsequity.vocabulary import LEEDS

england = raw.load("england_by_decile").iloc[: 0 if here == "England" else None]
line = deprivation.line(people, placed, england, everywhere, imd_edition, here)
below = deprivation.in_most_deprived(line.by_decile)
print(sentences.other_line(line, here, imd_edition))

# %%
published = raw.load("published_deprivation") if place.code == LEEDS else None
trend_sources = [*located, *([] if published is None else ["published_deprivation"])]
trend = published_deprivation.trend(below, published, imd_edition)
if line.name:
    look = {"x_label": "Mid-year", "y_label": "Thousand people"}
    figure = charts.lines(trend, x="year", y="thousands", name="name", segment="segment", **look)
    caption = sentences.trend_caption(trend, here, imd_edition, line)
    run.figure("people_in_decile_1", figure, trend, trend_sources, **caption)

# %% [markdown]
# ## Ages
#
# The share of each age in decile 1, and which ages grew: an estimate of mid-2014, not revised
# since, beside a count.

# %% tags=["nbval-check-output"]
age21 = tables["age_lsoa21"]
by_age = deprivation.ages_in_most_deprived(age21, line.placed, line.england, here, imd_edition)
parts = place.authorities if place.code in places.every() else []
growth = deprivation.age_growth(raw.load("deaths_population_la_2014"), age21, parts)
beside = [*located, "england_by_decile"]
most_deprived = line.name or deprivation.TENTH
run.table("age_in_most_deprived", by_age.assign(most_deprived=most_deprived), beside)
run.table("age_growth", growth, ["deaths_population_la_2014", "age_lsoa21", "areas"])
bands = tidy[(tidy["age"] != "All ages") & (tidy["imd_edition"] == imd_edition)]
print(outputs.text(sentences.shown(bands.drop(columns="group"))))
unknown = missing(here, "population of 2014")
print(outputs.text(growth.drop(columns="age_start")) if len(growth) else unknown)

# %% [markdown]
# ## Ethnic groups
#
# Percent of each broad group in decile 1, and how many times the White group's share that is.

# %% tags=["nbval-check-output"]
over = ethnicity.over_deciles(everywhere, england, here, imd_edition)
over_line = ethnicity.over_deciles(line.by_decile, line.england, here, imd_edition)
groups = ethnicity.in_most_deprived(over_line)
run.table("ethnic_group_by_decile", over, beside)
named = groups.assign(most_deprived=most_deprived)
run.table("ethnic_group_in_most_deprived", named, beside)
print(outputs.text(sentences.shown(groups[groups["level"] == "broad"].drop(columns="level"))))

# %%
for level in ("broad", "detailed") if line.name else ():
    shown = ethnicity.beside_england(groups, here, level)
    figure = charts.bars(
        shown, place="group", value="percent", value_label=f"Percent of the group in {line.short}",
        mark="england" if shown["england"].notna().any() else None, mark_label="England", wrap=48,
    )  # fmt: skip
    caption = sentences.groups_caption(shown, here, imd_edition, line)
    run.figure(f"ethnic_groups_{level}", figure, shown, beside, **caption)
if not line.name:
    print(sentences.other_line(line, here, imd_edition))

# %% [markdown]
# Dissimilarity over the ten deciles: 0 where two groups are spread alike, 1 where they have no
# decile in common.

# %% tags=["nbval-check-output"]
apart = ethnicity.dissimilarity(over)
run.table("dissimilarity", apart, beside)
print(
    outputs.text(
        apart[(apart["level"] == "broad") & (apart["population_base"] != "Census 2011")], 2
    )
)

# %% [markdown]
# Change between the censuses, in neighbourhoods whose deciles are held fixed: all groups but White,
# as a share of the decile's people.

# %% tags=["nbval-check-output"]
change = ethnicity.change(over)
run.table("ethnic_change_by_decile", change, beside)
rest = change[change["group"] == ethnicity.NOT_WHITE]
print(outputs.text(sentences.shown(rest.drop(columns="group"))))

# %%
drawn = ethnicity.large_enough(rest)
lines = ethnicity.lines(drawn, here)
several = over.loc[(over["area"] == here) & (over["people"] > 0), "decile"].nunique() > 1
if enough := len(drawn[drawn["area"] == here].dropna(subset="change")) > 1:
    figure = charts.lines(
        lines, x="decile", y="percent", name="name", x_label="Decile, 1 most deprived",
        y_label="All groups but White, percent", context="England 2021",
    )  # fmt: skip
    say = sentences.diversity_caption(drawn, here, imd_edition)
    run.figure("diversity_by_decile", figure, lines, beside, **say)
not_drawn = sentences.too_few(here) if several else sentences.one_decile(here)
print("" if enough else not_drawn)

# %% [markdown]
# ## Other ways to draw the line
#
# Percent of all people in the most deprived tenth and fifth of England's neighbourhoods by each
# domain of 2019, on the population base chosen; the share in the fifth by edition stands in the
# table of results.

# %% tags=["nbval-check-output"]
chosen = neighbourhoods.all_people(people, population_base)
by_domain = deprivation.people_by_decile(chosen, neighbourhoods.placed_by_domain(tables))
domains = deprivation.in_most_deprived(by_domain)
one_percent = deprivation.most_deprived_1_percent(placed)
run.table("share_in_most_deprived_fifth", shares.drop(columns=["in_decile_1", "share"]), located)
run.table("most_deprived_1_percent", one_percent, [*neighbourhoods.PLACING])
named = domains.rename(columns={"imd_edition": "domain"})
run.table("share_by_domain", named, located)
print(outputs.text(sentences.shown(named[["domain", "share", "share_in_fifth"]])))

# %% [markdown]
# The LSOAs among the most deprived 1% of England's, by edition. The priority neighbourhoods that a
# document counts are the council's, and are not LSOAs.

# %% tags=["nbval-check-output"]
print(
    outputs.text(sentences.shown(one_percent))
    if len(one_percent)
    else missing(here, "LSOA among England's most deprived 1%")
)

# %% [markdown]
# ## What goes with deprivation
#
# Percent of households or people by decile, and its concentration index: below 0 where it is more
# common in deprived neighbourhoods. A household is deprived in up to four ways: employment,
# education, health, housing. Some of these things are parts of the index itself. Nothing is
# standardised for age.

# %% tags=["nbval-check-output"]
from leedsequity.analyses import living_conditions

by_topic = neighbourhoods.read(place, living_conditions.TABLES)
by_condition = living_conditions.by_decile(by_topic, england, placed, here, imd_edition)
concentration = living_conditions.concentration(by_condition)
topics = [*located, *living_conditions.TABLES, "england_by_decile"]
run.table("conditions_by_decile", by_condition, topics)
run.table("concentration_indices", concentration, topics)
print(outputs.text(concentration[["area", "condition", "aci", "rci", "rci_lower", "rci_upper"]], 3))

# %%
conditions = ["Fuel poverty 2021", "No qualifications", "Social renting"]
shown = by_condition[by_condition["condition"].isin(conditions)]
role = shown["area"].map({here: "focus"}).fillna("reference")
shown = shown.assign(name=shown["area"], role=role)
if several:
    look = {"x_label": "Decile, 1 most deprived", "y_label": "Percent"}
    figure = charts.lines(shown, x="decile", y="value", name="name", by="condition", **look)
    caption = sentences.conditions_caption(shown, here, imd_edition)
    run.figure("conditions", figure, shown, topics, **caption)
if not several:
    print(sentences.one_decile(here))

# %% [markdown]
# ## Where
#
# Wards of 2024 by the average rank of their neighbourhoods, weighted by the people of mid-2022: the
# five most and the five least deprived, or all where there are ten or fewer. The table of results
# has every edition.

# %% tags=["nbval-check-output"]
every_edition = neighbourhoods.wards(people, placed)
run.table("wards", every_edition, located)
wards = every_edition[every_edition["imd_edition"] == imd_edition]
columns = ["ward", "neighbourhoods", "people", "in_decile_1", "share", "average_rank"]
print(outputs.text(sentences.shown(deprivation.first_and_last(wards)[columns])))

# %% [markdown]
# Between the editions of 2019 and 2025, on the same people and wards: the share of people in decile
# 1, where it changed most. Ranks are relative: others moved as well.

# %% tags=["nbval-check-output"]
changes = neighbourhoods.ward_changes(every_edition)
run.table("ward_changes", changes, located)
columns = ["ward", "people", "share_2019", "share_2025", "change"]
ends = sentences.shown(deprivation.first_and_last(changes)[columns])
print(outputs.text(ends) if changes["change"].any() else sentences.no_change(here))

# %% tags=["nbval-check-output"]
outlines = neighbourhoods.read_if_held(place, "boundaries_lsoa11", "boundaries_ward24")
if outlines:
    shapes, wards_drawn = deprivation.map_outlines(*outlines, placed, wards, imd_edition)
print(f"{len(shapes)} outlines" if outlines else sentences.no_map(here))

# %%
if outlines:
    edges = [0.5 + decile for decile in range(11)]
    label = f"Decile of IMD {imd_edition}, 1 most deprived"
    figure = charts.area_map(
        shapes, value="decile", value_label=label, edges=edges, outlines=wards_drawn
    )
    drawn = shapes.drop(columns="geometry")
    sources = [*located, "boundaries_lsoa11", "boundaries_ward24"]
    caption = sentences.city_map_caption(shapes, wards, here, imd_edition)
    run.figure("map", figure, drawn, sources, **caption)

# %% [markdown]
# ## The published figures again
#
# Each beside the value on the chosen edition, whether that agrees with what is printed (when
# rounded as it is), and how many of the bases that its words allow agree.

# %% tags=["nbval-check-output"]
compared = None
if published is not None:
    possible = published_deprivation.candidates(
        shares, domains, england, lsoas_by_decile, one_percent
    )
    compared = published_deprivation.compared(published, possible, imd_edition)
    run.table(
        "published_figures", compared, [*located, "england_by_decile", "published_deprivation"]
    )
shown = ["group", "printed", "recomputed", "agrees", "agreeing", "tried", "lowest", "highest"]
print(published_deprivation.ABOUT_LEEDS if compared is None else outputs.text(compared[shown]))

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
said = sentences.tenth_findings(shares, touched, here, imd_edition, population_base, line, below)
about = [published_deprivation.ABOUT_LEEDS]
said += about if compared is None else sentences.published_findings(compared)
said += sentences.ethnicity_findings(groups, apart, change, here, imd_edition, line)
said += sentences.ages_findings(growth, by_age, here, line)
said += sentences.sensitivity_findings(domains, one_percent, here)
said += sentences.conditions_findings(concentration, here, imd_edition)
said += sentences.ward_change_findings(changes, here)
said += [*([] if enough else [not_drawn]), *([] if outlines else [sentences.no_map(here)])]
run.findings(said)

# %% [markdown]
# ## Limits
#
# * Which edition, population and groups the documents used is not stated: what comes out on one
#   basis may have been made on another, and what does not may rest on data that are not open, such
#   as patients registered with practices, or on mid-year estimates as first published, which are
#   not held.
# * Children in Reception by neighbourhood are not open. The census gives resident children by age
#   instead.
# * A share of a complete count has no sampling interval. Census 2021 was taken in a pandemic, and
#   students were counted at their term-time address. Small groups in few neighbourhoods are touched
#   most by changes made for confidentiality.
# * People say their group themselves, and may say it otherwise ten years later; groups were also
#   re-named and added.
# * Deciles rank neighbourhoods, not people: many who live in decile 1 are not poor, and most poor
#   people may live elsewhere. The index is itself made of income, work, education, health and
#   housing, so that a relation with such conditions is partly built in; qualifications and health
#   follow age as well.
# * Where people live says nothing about why. No difference between groups or deciles is explained
#   here.
# * England by decile is held for the edition of 2019 and for 2021 alone; the domains for 2019. Fuel
#   poverty is a model's, which its publisher does not want compared between single LSOAs.
# * Wards are by best fit of whole LSOAs.
# * Groups of fewer than 100 people stand in the tables, and in no chart, title or finding.
#
# ## Try it yourself
#
# 1. Does the share in decile 1 fall with the newest edition, and should anybody be glad of it?
#    Change `imd_edition` to 2025.
# 2. How much does the share in decile 1 hang on who is counted? Change `population_base` to
#    "mid-2012 (revised)".
# 3. Which of the detailed groups are spread most unlike? In the cell of dissimilarity, print the
#    level "detailed".
