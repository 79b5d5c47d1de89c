# A place to try CodeFusion.
#
# 1. Put the cursor on one of the comments below. Each says, in English, what
#    the code should do.
# 2. Press Ctrl+K Ctrl+Alt+G (Cmd+K Cmd+Alt+G on macOS), or run
#    "CodeFusion: Generate from Comment" from the palette (F1), the context menu
#    or the light bulb.
# 3. Walk through the list with the arrow keys: the candidate in focus is
#    previewed below its comment. Enter inserts it, Escape leaves the file as
#    it was.
# 4. Not it yet? Alt+M draws more, Alt+L likelier ones, Alt+D more diverse ones.
#    Alt+C copies the code in focus, and typing filters by code.
# 5. Hover over inserted code to see how it came out of the noise, or run
#    "CodeFusion: Show Denoising" to watch it in the theatre.
# 6. Select code and run "CodeFusion: Refine Selection": it is brought back to
#    noise and denoised again towards the comment above it.
# 7. Change the comments, or write your own. File names, numbers and texts are
#    carried into the code as you write them.
#
# Everything is computed on this machine. Generated code is never run.
# There is a sample in Python, one in Bash, and one with CF rules for a table:
# "CodeFusion: Open a Sample to Try".

x = [5, 3, 9, 1]

# sort the list `x` in descending order

# get the largest value of `x`


def squares(numbers):
    # get the sum of the squares of the list `numbers`
    return numbers


# read the file 'names.txt' line by line into a list `names`
