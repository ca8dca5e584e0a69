"""Question sets -> the reading model. Nothing else in maltolk imports this room.

In the order of its data flow: ``sets`` (files to questions and passages), ``neighbours`` (passages that look alike),
``mixing`` (the examples of an epoch), ``windows`` (examples to tokens), ``batches``, ``reader`` (the model),
``losses``, ``measures``, ``loop`` (the training itself, resumable), ``generic`` (the first stage, generic questions).
"""
