"""Words and codes that every room shares: places, sexes, ages, ethnic groups, deciles, censuses.

It imports nothing. What one module alone speaks of stands in that module.
"""

LEEDS, ENGLAND = "E08000035", "E92000001"
METROPOLITAN_COUNTY = "metropolitan county"
ABOVE_AUTHORITIES = ("country", "region", METROPOLITAN_COUNTY)  # areas that have no council
SEXES = {"male": "men", "female": "women"}  # as tables have them: as sentences have them
DECILES = range(1, 11)  # 1 is the most deprived tenth
DECILE_NAMES = tuple(map(str, DECILES))  # where groups of other kinds stand in the same column

# The broad ethnic groups of Census 2021, and what those of 2011 that had another name are now.
WHITE = "White"
ASIAN = "Asian, Asian British or Asian Welsh"
BLACK = "Black, Black British, Black Welsh, Caribbean or African"
MIXED = "Mixed or Multiple ethnic groups"
BROAD_GROUPS = (ASIAN, BLACK, MIXED, WHITE, "Other ethnic group")
BROAD_GROUPS_2011 = {
    "Asian/Asian British": ASIAN,
    "Black/African/Caribbean/Black British": BLACK,
    "Mixed/multiple ethnic groups": MIXED,
}

# Bands of age: of a partner's records, from 16; of tables of the census, by the age they start at.
# Those of the indices' denominators are others: 0-15, 16-59 and 60+.
PARTNER_AGE_BANDS = ("16-24", "25-34", "35-49", "50-64", "65+")
CENSUS_AGE_BANDS = {0: "0-14", 15: "15-59", 60: "60+"}

# The editions of the Index of Multiple Deprivation, and the census whose LSOAs each ranks; how many
# LSOAs England has of each census.
EDITIONS = {2015: 2011, 2019: 2011, 2025: 2021}
ENGLAND_LSOAS = {2011: 32844, 2021: 33755}
OTHER_CENSUS = {2011: 2021, 2021: 2011}
NEWEST_WARDS = 2024  # of the editions of wards

# Codes that came with a reorganisation of authorities, by its year.
NEW_AUTHORITIES = {
    2019: {"E06000058", "E06000059", "E07000244", "E07000245", "E07000246"},
    2020: {"E06000060"},
    2021: {"E06000061", "E06000062"},
    2023: {"E06000063", "E06000064", "E06000065", "E06000066"},
    2025: {"E08000038", "E08000039"},  # Barnsley and Sheffield, the boundary between them
}
