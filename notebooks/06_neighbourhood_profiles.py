# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Neighbourhood profiles
#
# **Who lives in a ward, how deprived is it, and how long do its people live, beside its authority
# and England?** The ward is one of Leeds unless another of England is asked for; `leedsequity build
# 06 --each ward` makes a page for each of Leeds.

# %% tags=["parameters"]
ward = "Gipton & Harehills"  # a ward of England, by name or code; "&" and "and" are alike

# %% [markdown]
# ## What the documents say
#
# *Good work* tells of "neighbourhood profiles", made from local data to direct opportunities to the
# most deprived areas of Leeds, and of 12 communities in the most deprived 1% of England. *Fairer,
# Healthier Leeds* ranks wards by deprivation and by life expectancy. None gives the figures of a
# ward.
#
# ## Data
#
# `imd_lsoa11`, `imd_lsoa21`, `lsoa11`, `lsoa21`, `wards`, `lsoa11_lsoa21`, `population_lsoa11`,
# `population_lsoa21`, `ethnicity_lsoa11`,
# `ethnicity_lsoa21`, `age_lsoa21`, `qualification_lsoa21`, `general_health_lsoa21`,
# `household_deprivation_lsoa21`, `tenure_lsoa21`, `fuel_poverty_lsoa21`, `england_by_decile`,
# `population_ward`, `life_expectancy_msoa`, `imd_msoa11`, `boundaries_lsoa11`, `boundaries_ward24`.
# Each has a record beside it in `data/raw/` that says whose it is and what to beware of.
#
# ## Method
#
# *Wards.* Figures are published for neighbourhoods (LSOAs, some 1,600 people). Each is given whole
# to one ward of 2024, ONS's best fit for LSOAs of 2021. So a figure here is that of the
# neighbourhoods, not of the exact ward.
#
# *Deciles* are tenths of England's neighbourhoods, 1 the most deprived, in three editions of the
# Index of Multiple Deprivation (IMD). Where LSOAs changed between the censuses, the exact-fit
# lookup carries ranks over.
#
# *Ranks* run over the wards of the authority, 1 the highest value. Census counts are complete:
# their ranks have no sampling error. How a rank hangs on the best fit is shown by its range when
# any one LSOA of the ward is left out; wards that are equal share the best place, and the range
# covers all the places they share. The range of the rank by average score is that over all
# definitions of a ward's deprivation used in the notebook of life expectancy.
#
# *Life expectancy* is published for MSOAs (some 7,000 people), which may lie in several wards. The
# ward's is a proxy, their mean by people, with limits; its rank has a 95% interval from 10,000
# draws of all MSOAs.

# %%
from leedsequity import charts, neighbourhoods, outputs, raw
from leedsequity.analyses import living_conditions, ward_neighbourhoods
from leedsequity.analyses import small_area_life_expectancy as small_areas
from leedsequity.analyses import ward_profile as profile
from leedsequity.analyses import ward_profile_sentences as sentences
from leedsequity.analyses.phrases import missing

run = outputs.Run("06_neighbourhood_profiles", ward=ward)
place, authority, there = profile.ward_and_authority(ward)
here = place.name if place.name != there else f"{place.name} ward"
print(f"{here} ({place.code}), {there}")

# %% [markdown]
# ## Its neighbourhoods
#
# Those in the most deprived tenth or hundredth of England, by edition.

# %% tags=["nbval-check-output"]
tables = neighbourhoods.read(authority, {*neighbourhoods.TABLES, *profile.TABLES})
placed, msoa_names = neighbourhoods.placed(tables), raw.load("imd_msoa11")
msoa = small_areas.msoa_of(tables).map(msoa_names.set_index("msoa11_code")["msoa11_local_name"])
people = tables["ethnicity_lsoa21"].groupby("lsoa21_code")["count"].sum()
own_lsoas = ward_neighbourhoods.ward_lsoas(placed, msoa, people, place.code)
placed_from = [*neighbourhoods.PLACING]
run.table("neighbourhoods", own_lsoas, [*placed_from, "imd_msoa11"])
deprived = ward_neighbourhoods.side_by_side(own_lsoas)
none = f"None of the neighbourhoods of {here} is, by any edition."
print(outputs.text(deprived) if len(deprived) else none)

# %%
outlines = neighbourhoods.read_if_held(authority, "boundaries_lsoa11", "boundaries_ward24")
if outlines:
    shapes = ward_neighbourhoods.on_map(outlines[0], own_lsoas, tables["lsoa11_lsoa21"])
    outline = outlines[1].query("ward24_code == @place.code").assign(name=here, labelled=False)
    label = "Decile of neighbourhoods of England, 1 most deprived"
    edges = [n + 0.5 for n in range(11)]
    look = {"value": "decile", "value_label": label, "edges": edges}
    figure = charts.area_map(shapes, outlines=outline, **look)
    drawn = shapes.drop(columns="geometry")
    sources = [*placed_from, "boundaries_lsoa11", "boundaries_ward24"]
    run.figure("map", figure, drawn, sources, **sentences.neighbourhoods_caption(shapes, here))
print("" if outlines else missing(here, "outlines of neighbourhoods among the raw tables"))

# %% [markdown]
# ## Beside its authority and England
#
# Every measure with the ward's rank among the wards, 1 the highest, and how far that can be
# trusted.

# %%
decile = placed.query("imd_edition == 2019 and boundaries == 2021").set_index("lsoa_code")["decile"]
ward_of = tables["lsoa21"].set_index("lsoa21_code")["ward24_code"]
of_lsoas = profile.of_neighbourhoods(tables, decile)
england = profile.of_england(raw.load("england_by_decile"))
of_places = profile.add_up(of_lsoas, ward_of, england, there)
counted = profile.counted(of_lsoas, ward_of, of_places, there)

# %%
wards = neighbourhoods.wards(neighbourhoods.people(tables), placed)
msoas = small_areas.with_deprivation(raw.load("life_expectancy_msoa"), msoa_names)
by_score = profile.deprivation(neighbourhoods.ward_ranks(wards), msoas, authority.authorities)
people11 = small_areas.people_of_msoas(tables, placed)
lives = small_areas.ward_life_expectancy(msoas, people11, wards)
people11 = people11.droplevel("ward")
lives = profile.life_expectancy(lives, msoas, people11, authority.authorities)

# %% tags=["nbval-check-output"]
own = profile.of_ward([by_score, counted, lives], place.code, here)
lived = ["life_expectancy_msoa", "imd_msoa11", *placed_from, "population_lsoa21"]
run.table("ward_profile", own, [*profile.TABLES, "england_by_decile", *placed_from, *lived])
columns, of_people = (
    ["measure", "value", "authority", "england", "rank", "rank_lower", "rank_upper"],
    own["unit"] == "people",
)
print(outputs.text(own.loc[of_people, columns], 0))
print(outputs.text(own.loc[~of_people, columns]))

# %%
beside = profile.beside(own, ["age", *living_conditions.TOPICS], here, there)
form = {"measure": "measure", "place": "place", "value": "value"}
figure = charts.profile(beside, **form, value_label="% of people or of households")
run.figure(
    "measures", figure, beside,
    ["wards", *profile.TABLES[1:6], "fuel_poverty_lsoa21", "england_by_decile"],
    **sentences.measures_caption(beside, here, there)
)  # fmt: skip

# %% [markdown]
# ## By deprivation and by ethnic group

# %%
by_decile = profile.people_by_decile(of_places, place.code, here, there)
shown = by_decile.drop(columns="role")
counted_from = ["population_lsoa21", "england_by_decile", *placed_from]
run.table("people_by_decile", shown, counted_from)
figure = charts.lines(
    by_decile, x="decile", y="share", name="place", context="England",
    x_label="Deciles of neighbourhoods of England, 1 most deprived", y_label="% of people",
)  # fmt: skip
caption = sentences.deciles_caption(by_decile, here, there)
run.figure("deciles", figure, shown, counted_from, **caption)

# %%
groups = profile.beside(own, ["ethnicity"], here, there)
figure = charts.profile(groups, **form, value_label="% of people")
run.figure(
    "ethnic_groups", figure, groups, ["wards", "ethnicity_lsoa21", "england_by_decile"],
    **sentences.ethnic_groups_caption(groups, here, there)
)  # fmt: skip

# %% [markdown]
# ## How long people live
#
# The MSOAs with a part in the ward. `in ward` is the share of the MSOA's people (mid-2011) who
# live in the ward, `of ward` the share of the ward's people who live in the MSOA.

# %% tags=["nbval-check-output"]
own_msoas = ward_neighbourhoods.ward_msoas(people11, msoas, place.code)
run.table("msoas", own_msoas, lived)
print(outputs.text(own_msoas.drop(columns=["msoa11_code", "people"])))

# %%
shown = ward_neighbourhoods.with_ward(own_msoas, own, here, there)
if (own["topic"] == "life_expectancy").sum() == 2:
    figure = charts.intervals(
        shown, place="place", value="value", lower="lower", upper="upper", value_label="Years"
    )
    caption = sentences.life_expectancy_caption(shown, own, there)
    run.figure("life_expectancy", figure, shown, lived, **caption)

# %% [markdown]
# ## How well the neighbourhoods fit the ward
#
# The people of the best fit beside those that ONS estimates for the ward itself, and the difference
# in %.

# %% tags=["nbval-check-output"]
estimates = neighbourhoods.read_if_held(authority, "population_ward")
people22 = of_places["population", "all"]
fits = [profile.best_fit(estimated, people22, place.code) for estimated in estimates]
for fit in fits:
    run.table("best_fit", fit, ["population_ward", "population_lsoa21", "lsoa21"])
    print(outputs.text(fit.drop(columns="ward_code").astype({"year": str})))

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
run.findings(sentences.findings(own, own_lsoas, own_msoas, fits, here, there))

# %% [markdown]
# ## Limits
#
# * A best fit by whole neighbourhoods is not the ward. Where a ward's edge cuts through one, all
#   its people are counted on one side; leaving one out shows how much hangs on a neighbourhood, and
#   is no confidence interval.
# * Census counts are changed a little to protect people, and estimate those who did not answer;
#   neither is in a range of ranks. The census was taken in a pandemic: students were counted at
#   their term-time address.
# * Fuel poverty is modelled from small samples. Its publisher warns against comparing
#   neighbourhoods at similar levels, and gives no intervals.
# * Health and deprivation of households are not adjusted for age: young wards look healthier.
# * The life expectancy of a ward is a proxy, and old. The part of an MSOA that lies in the ward may
#   live longer or shorter than the whole; care homes weigh on single MSOAs. Men and women are
#   weighted by all people alike.
# * Priority neighbourhoods, as the documents have them, are not LSOAs and not wards; they cannot be
#   shown here.
#
# ## Try it yourself
#
# 1. Is your own ward above or below Leeds on each measure? Change `ward`.
# 2. Does the ward that the report calls the one with the shortest lives have the lowest rank here?
#    Change `ward` to Hunslet & Riverside, and look at the range.
# 3. Which neighbourhoods of the ward are not among the most deprived? Print `own_lsoas` in place of
#    `deprived`.
