# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Every kind of output
#
# One cell for each way in which a notebook can show something. The engine's outputs are compared
# with a kernel's.

# %% tags=["parameters"]
area = "E08000035"  # a local authority's code
repeats = 2  # how often a line is printed

# %%
import sys

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import HTML, Image, Markdown, clear_output, display, update_display

# %% nothing shown
total = sum(range(10))

# %% a value
total

# %% a value that is silenced
total
# %% printed text
for _ in range(repeats):
    print(area)
print("on standard error", file=sys.stderr)
print("and on standard output again")

# %% printed text before and after something shown
print("before")
display(Markdown("**bold**"))
print("after")
HTML("<b>bold</b>")

# %% a table, as text and as HTML
pd.DataFrame({"area": [area], "value": [1.5]})

# %% two figures, drawn when the cell ends
plt.figure(figsize=(3, 2))
plt.plot([1, 2, 3], [3, 1, 2])
plt.figure(figsize=(2, 2))
plt.bar(["a", "b"], [1, 2])

# %% a figure shown by hand, with alt text
figure, ax = plt.subplots(figsize=(3, 2), layout="constrained")
ax.scatter([1, 2], [2, 1])
display(figure, metadata={"image/png": {"alt": "two dots"}})
plt.close(figure)

# %% a picture from bytes
Image(b"\x89PNG\r\n\x1a\n", format="png", alt="no picture")

# %% something shown, then changed
shown = display("first", display_id="one")
display("between")
update_display("second", display_id="one")

# %% and changed again by a later cell
update_display("third", display_id="one")

# %% something shown, then cleared
print("gone")
display("gone, too")
clear_output()
print("left")

# %% several values in one line, and the last value again
1, "two", [3.0]

# %%
_

# %% a magic
# %%capture kept
print("kept, not shown")

# %%
kept.stdout

# %% code that waits
import asyncio

await asyncio.sleep(0)
