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
imd_edition = 2025  # edition of the Index of Multiple Deprivation: 2015, 2019 or 2025
population_base = "Census 2021"  # Census 2011, mid-2011 to -2022 (revised), mid-2012 (indices)

# %% [markdown]
# ## In short

# %%
from leedsequity import charts, neighbourhoods, outputs, pages, places, raw
from leedsequity.analyses import deprivation_deciles as deprivation
from leedsequity.analyses import ethnicity, living_conditions, most_deprived
from leedsequity.analyses import published_deprivation as printed

neighbourhoods.check_choice(imd_edition, population_base)
given = {"imd_edition": imd_edition, "population_base": population_base}
run = outputs.Run("03_deprivation_ethnicity", area=area, **given)
place = places.find(area)
here = place.name
page = pages.Page(run.notebook, here=here)
run.reserve_summary()

# %% [markdown]
# ## What you will learn
#
# * to join counts of people to ranks of neighbourhoods, and to add them up by decile;
# * to compare groups by the share that lives in deprived places, and by how unlike they are spread;
# * why a rank is not a level: the same people live in other deciles by another edition;
# * to test a printed figure against every value that it could mean.
#
# It takes an hour and a half. You should know what a data frame is, and how to filter and group
# one.
#
# ## What the documents say
#
# The report *Fairer, Healthier Leeds* prints which part of the people of Leeds, and of England,
# live in the most deprived decile, how many people that was in 2013 and in 2022, which part of the
# city's Black, mixed and Asian groups do, and how many of its children in Reception live in the
# most deprived neighbourhoods. It holds that the Black population is slightly larger in proportion
# than England's, and that the city grows in every age band and becomes more diverse, "particularly
# in areas of high deprivation". *Community Wealth Building in Leeds Teaching Hospitals* counts the
# neighbourhoods; a chapter on good work prints another part of the population, and 12 communities
# among the most deprived 1%. None names the edition of the index or the population. Their numbers
# stand under *The printed figures again*.
#
# ## Words and ideas
#
# * **Neighbourhood**: a Lower layer Super Output Area ([LSOA](../docs/glossary.md#lsoa)), about
#   1,600 people. The census of 2021 drew some of them anew.
# * **[Index of Multiple Deprivation](../docs/glossary.md#index-of-multiple-deprivation)**: all
#   neighbourhoods of England in one order, by income, work, education, health, crime, housing and
#   surroundings. Editions: 2015, 2019, 2025.
# * **[Decile](../docs/glossary.md#deprivation-decile)**: a tenth of the neighbourhoods of *England*
#   in that order; 1 is the most deprived ([where borders lie](../docs/methods/quantiles.md)).
# * **[Dissimilarity](../docs/glossary.md#dissimilarity-index)**: the part of one of two groups that
#   would have to live in another decile for the two to be spread alike, from 0 to 1.
# * **[Concentration index](../docs/glossary.md#concentration-index)**: below 0 where something is
#   more common in deprived places, above 0 where it is more common in others
#   ([how it is calculated](../docs/methods/concentration-index.md)).
#
# A rank says who stands before whom, never how far. If everybody's life improves alike, no rank
# changes. If others improve faster, a neighbourhood falls without having changed itself.
#
# ## Data
#
# `imd_lsoa11`, `imd_lsoa21`, `lsoa11_lsoa21`, `lsoa11`, `lsoa21`, `wards`, `areas` say where
# neighbourhoods are and how they rank. `population_lsoa11`, `population_lsoa21`,
# `ethnicity_lsoa11`, `ethnicity_lsoa21`, `age_lsoa21`, `deaths_population_la_2014` count people;
# `qualification_lsoa21`, `household_deprivation_lsoa21`, `general_health_lsoa21`, `tenure_lsoa21`,
# `fuel_poverty_lsoa21` say how they live; `england_by_decile` has the same of England.
# `published_deprivation` is what documents print, `boundaries_lsoa11` and `boundaries_ward24` are
# outlines. Each has a record beside it in `data/raw/` that says whose it is and what to beware of.
#
# ## Method
#
# Counts of people are joined to the deciles of their neighbourhoods and added up. A census counts
# everybody, so its shares have no sampling interval, and none is drawn. Where people and ranks
# stand on neighbourhoods of different censuses, a lookup carries the one to the other; the rules
# are at the end, under *Method in full*.
#
# ## Neighbourhoods by decile

# %% tags=["nbval-check-output"]
tables = neighbourhoods.read(place)
people, placed = neighbourhoods.people(tables), neighbourhoods.placed(tables)
located = [*neighbourhoods.TABLES]
lsoas_by_decile = deprivation.neighbourhoods_by_decile(placed)
run.table("neighbourhoods_by_decile", lsoas_by_decile, ["imd_lsoa11", "imd_lsoa21"])
outputs.show(lsoas_by_decile, f"Neighbourhoods of {here} by decile of three editions")

# %% [markdown]
# Look at the first row. England has a tenth of its neighbourhoods in every decile; a place has more
# in one than in another. Each edition counts the neighbourhoods that it ranks.
#
# ## People by decile
#
# Three steps: take the people of one population base, join the decile of each neighbourhood by the
# edition chosen, add up. `weight` is 1 unless a neighbourhood was split between the two censuses.

# %% tags=["nbval-check-output"]
counted = neighbourhoods.all_people(people, population_base)
of_edition = placed[placed["imd_edition"] == imd_edition]
joined = counted.merge(of_edition, on=["boundaries", "lsoa_code"])
joined["people"] = joined["people"] * joined["weight"]
by_decile = joined.groupby("decile", as_index=False)["people"].sum()
by_decile["percent"] = 100 * by_decile["people"] / by_decile["people"].sum()
whole = {"people": "people", "percent": "% of all people"}
title = f"People of {here} by decile of the {imd_edition} index, {population_base}"
outputs.show(by_decile.astype({"people": int}), title, headings=whole)

# %% [markdown]
# The first row is the answer at the top. The library does the same for every edition, population,
# ethnic group and age, and keeps the whole as a table of results.

# %% tags=["nbval-check-output"]
everywhere = deprivation.people_by_decile(people, placed)
shares = deprivation.in_most_deprived(everywhere)
columns = ["imd_edition", "population_base", "group", "age", "people", "in_decile_1", "share"]
tidy = shares[columns].drop_duplicates(columns[:4])
run.table("share_in_most_deprived_decile", tidy, located)
run.table("share_in_most_deprived_fifth", shares.drop(columns=["in_decile_1", "share"]), located)
touched = deprivation.people_touched_by_lookup(people, placed)
run.table("people_touched_by_lookup", touched, located)
title = f"Percent of the people of {here} in England's most deprived tenth, by edition"
outputs.show(deprivation.shares_by_base(shares), title)

# %% [markdown]
# Read along a row, then down a column. Which makes more difference: the edition, or who is counted?

# %%
from leedsequity.vocabulary import LEEDS

england = raw.load("england_by_decile").iloc[: 0 if here == "England" else None]
line = most_deprived.line(people, placed, england, everywhere, imd_edition)
below = deprivation.in_most_deprived(line.by_decile)
main = most_deprived.main_result(line, below, placed, imd_edition, population_base)
beside = [*located, "england_by_decile"]
run.table("main_result", main, beside)
page.results["main"] = main
if line.kind != "tenth":
    print(page.text("other_line" if line.kind else "no_line"))

# %%
published = raw.load("published_deprivation") if place.code == LEEDS else None
trend_sources = [*located, *([] if published is None else ["published_deprivation"])]
trend = printed.trend(below, published, imd_edition)
if line.kind:
    look = {"x_label": "Mid-year", "y_label": "Thousand people", "segment": "segment"}
    marks = {"hollow": "", "hollow_square": "printed in a document"}
    look |= {} if published is None else {"key": marks}
    figure = charts.lines(trend, x="year", y="thousands", name="name", **look)
    caption = page.caption("trend", trend=trend)
    run.figure("people_in_decile_1", figure, trend, trend_sources, **caption)

# %% [markdown]
# Each line holds its neighbourhoods fixed, so it shows people coming, going, being born and dying.
# Between two lines only the ranks differ.
#
# ## Ages

# %% tags=["nbval-check-output"]
age21 = tables["age_lsoa21"]
ages = most_deprived.ages_in_most_deprived(age21, line.placed, line.england, here, imd_edition)
parts = place.authorities if place.code in places.every() else []
growth = deprivation.age_growth(raw.load("deaths_population_la_2014"), age21, parts)
run.table("age_in_most_deprived", ages.assign(most_deprived=line.name), beside)
run.table("age_growth", growth, ["deaths_population_la_2014", "age_lsoa21", "areas"])
wide = ages[ages["enough"]].pivot(index=["age_start", "age"], columns="area", values="percent")
wide = wide.reset_index().drop(columns="age_start").rename_axis(columns=None)
title = f"Percent of each age in the most deprived neighbourhoods, Census 2021, {here}"
outputs.show(wide, title) if line.kind else print(page.text("no_line"))

# %% [markdown]
# Compare the youngest with the oldest, and both with England. Which ages grew is in the table of
# results: an estimate of mid-2014 beside a count, so a small change may be none.
#
# ## Ethnic groups
#
# The same sum once more, now for each group apart: people of the group in decile 1 over all people
# of the group.

# %%
over = ethnicity.over_deciles(everywhere, england, here, imd_edition)
over_line = ethnicity.over_deciles(line.by_decile, line.england, here, imd_edition)
shares_of_groups = ethnicity.in_most_deprived(over_line)
run.table("ethnic_group_by_decile", over, beside)
named = shares_of_groups.assign(most_deprived=line.name)
run.table("ethnic_group_in_most_deprived", named, beside)

# %%
groups = ethnicity.beside_england(shares_of_groups, here, "broad")
if line.kind and len(groups):
    look = {"mark": "england", "mark_label": "England"} if groups["england"].notna().any() else {}
    look |= {"value_label": "Percent of the group", "wrap": 34}
    figure = charts.bars(groups, place="group", value="percent", **look)
    caption = page.caption("groups", groups=groups)
    run.figure("ethnic_groups_broad", figure, groups, beside, lead=True, **caption)

# %% tags=["nbval-check-output"]
detailed = ethnicity.beside_england(shares_of_groups, here, "detailed")
detailed = detailed.sort_values("percent", ascending=False, kind="stable")
columns = ["group", "people", "percent", "england"]
over_columns = {"percent": "% of the group", "england": "% in England"}
title = f"Detailed ethnic groups in the most deprived neighbourhoods, Census 2021, {here}"
shown = detailed[columns].astype({"people": int})
outputs.show(shown, title, headings=over_columns) if line.kind else print(page.text("no_line"))

# %% [markdown]
# Broad groups hide much: look how far apart the parts of one broad group stand. Groups of fewer
# than 100 people are left out here.
#
# ## How unlike two groups are spread
#
# Take the shares of two groups over the ten deciles. Half the sum of the differences is their
# dissimilarity. The cell does it for one pair, and the library for all.

# %% tags=["nbval-check-output"]
now = over[(over["population_base"] == "Census 2021") & (over["level"] == "broad")]
spread = now[now["area"] == here].pivot(index="decile", columns="group", values="share_of_group")
by_hand = (spread["White"] - spread.filter(like="Black").iloc[:, 0]).abs().sum() / 2
apart = ethnicity.dissimilarity(over)
run.table("dissimilarity", apart, beside)
pairs = apart[(apart["population_base"] == "Census 2021") & (apart["level"] == "broad")]
pairs = pairs[pairs["area"] == here].nlargest(5, "dissimilarity")
title = f"The five pairs of groups spread most unlike over the deciles, {here}, Census 2021"
outputs.show(pairs[["group", "other", "dissimilarity"]], title, decimals=2)
print(f"White and Black residents, by hand: {by_hand:.2f}")

# %% [markdown]
# The pair done by hand agrees with the table, if it is among the five. Smaller places than deciles
# would give higher values.
#
# ## Change between two censuses
#
# All groups but White, as a share of the people of each decile. The deciles are the same
# neighbourhoods at both dates.

# %%
change = ethnicity.change(over)
run.table("ethnic_change_by_decile", change, beside)
drawn = ethnicity.large_enough(change[change["group"] == ethnicity.NOT_WHITE])
most_changed = ethnicity.most_changed(drawn, here)
several = over.loc[(over["area"] == here) & (over["people"] > 0), "decile"].nunique() > 1

# %%
if len(drawn[drawn["area"] == here].dropna(subset="change")) > 1:
    lines = ethnicity.lines(drawn, here)
    look = {"x_label": "Decile", "y_label": "Percent", "context": f"{here} 2011"}
    figure = charts.lines(lines, x="decile", y="percent", name="name", **look)
    caption = page.caption("diversity", most_changed=most_changed, lines=lines)
    run.figure("diversity_by_decile", figure, lines, beside, **caption)
else:
    print(page.text("too_few" if several else "one_decile"))

# %% [markdown]
# Compare the gap between the two lines with their height: points and percent tell two stories.
#
# ## What goes with deprivation
#
# Percent of households or people by decile. Some of these things are parts of the index itself, so
# a slope is partly there by construction. Nothing is standardised for age.

# %%
by_topic = neighbourhoods.read(place, living_conditions.TABLES)
by_condition = living_conditions.by_decile(by_topic, england, placed, here, imd_edition)
concentration = living_conditions.concentration(by_condition)
ends = living_conditions.ends(by_condition, concentration)
topics = [*located, *living_conditions.TABLES, "england_by_decile"]
run.table("conditions_by_decile", by_condition, topics)
run.table("concentration_indices", concentration, topics)

# %% tags=["nbval-check-output"]
shown = ends[ends["area"] == here].sort_values("rci", kind="stable")
columns = ["condition", "year", "first", "last", "rci"]
headings = {"first": "% in the most deprived decile", "last": "% in the least deprived decile"}
title = f"Conditions in the first and the last decile of {here}, {imd_edition} index"
headings |= {"rci": "concentration index"}
outputs.show(shown[columns], title, decimals=2, headings=headings)

# %% [markdown]
# The further an index is from 0, the more unequally the condition is spread. Which conditions does
# the index of deprivation itself count?

# %%
lead = "Social renting"
chosen = by_condition["condition"].isin(["Fuel poverty 2022", "No qualifications", lead])
drawn = by_condition[chosen].assign(name=by_condition["area"], role="reference")
drawn.loc[drawn["area"] == here, "role"] = "focus"
if several:
    look = {"x_label": "Decile", "y_label": "Percent", "by": "condition"}
    figure = charts.lines(drawn, x="decile", y="value", name="name", **look)
    caption = page.caption("conditions", ends=ends, drawn=drawn, lead=lead)
    run.figure("conditions", figure, drawn, topics, **caption)
else:
    print(page.text("one_decile"))

# %% [markdown]
# See where England's line runs: is the slope steeper here, or only the level higher?
#
# ## Where
#
# Wards of 2024 by the average rank of their neighbourhoods, weighted by the people of mid-2022: the
# five most and the five least deprived, or all where there are ten or fewer.

# %% tags=["nbval-check-output"]
every_edition = neighbourhoods.wards(people, placed)
run.table("wards", every_edition, located)
run.table("ward_changes", neighbourhoods.ward_changes(every_edition), located)
wards = every_edition[every_edition["imd_edition"] == imd_edition]
wards = wards.assign(percent=100 * wards["share"])
top_ward = deprivation.highest_ward(wards)
columns = ["ward", "neighbourhoods", "people", "in_decile_1", "percent", "average_rank"]
shown = deprivation.first_and_last(wards)[columns].astype({"people": int, "in_decile_1": int})
headings = {"in_decile_1": "people in decile 1", "percent": "% in decile 1"}
outputs.show(shown, f"Wards of {here}, {imd_edition} index, people of mid-2022", 1, headings)

# %% [markdown]
# The order is by average rank: a ward can have the highest share in decile 1 and not come first.

# %%
outlines = neighbourhoods.read_if_held(place, "boundaries_lsoa11", "boundaries_ward24")
if outlines:
    shapes, wards_drawn = deprivation.map_outlines(*outlines, placed, wards, imd_edition)
    look = {"edges": [0.5, 1.5, 2.5, 3.5, 4.5], "value_label": "Place in England"}
    look |= {"classes": ["most deprived 1%", "1% to 10%", "10% to 20%", "the rest"]}
    figure = charts.area_map(shapes, value="band", outlines=wards_drawn, **look)
    sources = [*located, "boundaries_lsoa11", "boundaries_ward24"]
    caption = page.caption("map", shapes=shapes, wards=wards)
    run.figure("map", figure, shapes.drop(columns="geometry"), sources, **caption)
else:
    print(page.text("no_map"))

# %% [markdown]
# Deprived neighbourhoods lie side by side. A large area on the map holds no more people than a
# small one.
#
# ## Other ways to draw the line
#
# The index has seven domains. Percent of all people in the most deprived tenth of England by each
# (edition of 2019, for which they are held), on the population base chosen.

# %% tags=["nbval-check-output"]
by_domain = deprivation.people_by_decile(counted, neighbourhoods.placed_by_domain(tables))
domains = deprivation.in_most_deprived(by_domain).rename(columns={"imd_edition": "domain"})
run.table("share_by_domain", domains, located)
one_percent = deprivation.most_deprived_1_percent(placed)
run.table("most_deprived_1_percent", one_percent, [*neighbourhoods.PLACING])
percent = domains.assign(tenth=100 * domains["share"], fifth=100 * domains["share_in_fifth"])
headings = {"tenth": "% in the tenth", "fifth": "% in the fifth"}
title = f"People of {here} in England's most deprived tenth and fifth by domain, 2019"
outputs.show(percent[["domain", "tenth", "fifth"]], title, headings=headings)

# %% [markdown]
# One place can be deprived in one domain and not in another: which would you have expected?
#
# ## The printed figures again
#
# Each beside the value by the edition of 2019, the newest when the documents were written; whether
# the two agree when rounded alike; and how many of the editions and populations that its words
# allow agree.

# %% tags=["nbval-check-output"]
tried = None
if published is not None:
    values = (shares, domains.rename(columns={"domain": "imd_edition"}), england)
    possible = printed.candidates(*values, lsoas_by_decile, one_percent)
    tried = printed.compared(published, possible)
    sources = [*located, "england_by_decile", "published_deprivation"]
    run.table("published_figures", tried, sources)
    columns = ["group", "printed", "recomputed", "agrees", "agreeing", "tried", "lowest", "highest"]
    headings = {"agreeing": "ways that agree", "tried": "ways tried"}
    outputs.show(tried[columns], "Printed figures and their recomputation", headings=headings)
else:
    print(page.text("about_leeds"))

# %% [markdown]
# A figure that agrees on one way of counting may have been made on another. One that agrees on none
# may rest on data that are not held here.
#
# ## What we find

# %% tags=["nbval-check-output"]
results = {"groups": groups if line.kind else groups[:0], "ages": ages, "top_ward": top_ward}
results |= {"ends": ends, "most_changed": most_changed}
results |= {"printed": printed.summary(tried)}
run.findings(page.sentences("findings", **results))
run.summary(page.sentences("in_short", **results))

# %% [markdown]
# ## Limits
#
# * Deciles rank neighbourhoods, not people: many who live in decile 1 are not poor, and many poor
#   people live elsewhere.
# * Ranks are relative. Neither a smaller nor a larger share by a newer edition says that lives
#   changed.
# * The index is made of income, work, education, health and housing: a relation with such
#   conditions is partly built in. Qualifications and health follow age as well.
# * Where people live says nothing about why. No difference between groups is explained here.
# * People say their group themselves, and may say it otherwise ten years later; groups were also
#   re-named and added. Census 2021 was taken in a pandemic.
# * Which edition, population and groups the documents used is not stated. Children in Reception by
#   neighbourhood are not held here; resident children by age stand in their place.
# * Fuel poverty is a model's, which its publisher does not want compared between single
#   neighbourhoods. Wards are made of whole neighbourhoods by best fit.
#
# ## Discussion
#
# 1. Should money follow the neighbourhoods that rank lowest, or the people who are poor wherever
#    they live? What would each miss?
# 2. A city's share in the most deprived tenth falls with a new edition. What would you need to know
#    before calling that good news?
# 3. Why might one group live in deprived places far more often than another? Which of your reasons
#    could be tested with a census, and which could not?
#
# ## Quiz
#
# 1. Every neighbourhood of England becomes richer by the same part. What happens to the deciles?
#
# <details><summary>Answer</summary>Nothing: the order stays, and deciles are made of the order
# alone.</details>
#
# 2. A group is spread over the deciles exactly as everybody else is. What is its dissimilarity from
#    the rest, and does that mean that it is not deprived?
#
# <details><summary>Answer</summary>It is 0. It says only that the two are spread alike: both may
# live mostly in deprived places.</details>
#
# 3. Why are there no intervals around the shares from the census?
#
# <details><summary>Answer</summary>Everybody was to be counted, so chance in drawing a sample plays
# no part. Other errors remain: people missed, and counts changed to protect them.</details>
#
# ## Try it yourself
#
# 1. Did the share in decile 1 fall with the newest edition, and should anybody be glad of it?
#    Change `imd_edition` to 2019.
# 2. How much does the share in decile 1 hang on who is counted? Change `population_base` to
#    "mid-2012 (revised)".
# 3. Which of the detailed groups are spread most unlike? In the cell of dissimilarity, take the
#    level "detailed" for the pairs.
#
# ## Method in full
#
# The editions of 2015 and 2019 rank neighbourhoods of 2011, that of 2025 those of 2021. Where
# people and ranks stand on different ones, the exact-fit lookup of the Office for National
# Statistics carries the decile: the parts of a split neighbourhood keep its decile; one merged of
# several takes that of the larger (by people in mid-2015); from 2021 to 2011, people are divided by
# their number in Census 2021. How many people each rule touches is a table of results. All people
# of Census 2021 are the total of the table of ethnic groups; the table of ages adds up to a few
# people more or less, because the publisher changed counts a little in each. The bands of age of
# the census (0-14, 15-59) and of the indices' own populations (0-15, 16-59) are not compared. Two
# populations of the indices leave out prisoners and were not revised.
#
# Where a place has nobody in England's most deprived tenth, its groups and ages are compared by the
# most deprived fifth; where it has nobody there either, by the tenth of its own neighbourhoods.
# Limits of a concentration index hold only what chance would do if every person's state were drawn
# independently.
