"""The errors that are addressed to a person."""


class InputError(ValueError):
    """Something given from outside is wrong: a file, a column, a value, a parameter, an area.

    The message is one line that names the file (where there is one), the rule and the values,
    and says what to do. The command line shows the message alone, without a traceback.
    """


class NotServedError(InputError):
    """What is asked for is not there for this area.

    Of many areas the others go on, and nothing has failed.
    """
