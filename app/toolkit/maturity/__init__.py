"""The self-assessment: three axes of six questions, what blocks, what to do first, what moved.

The reading (levels, proposed stage) is a choice of the portal, to be tested with people of the
field; the questions and their texts are `content/maturity.yaml`.
"""
