"""The choice of a group as a linear program in whole numbers, solved exactly.

One column says whether a candidate is a member. Rows say that all is covered, that the known
capacities are enough, how many members there are. Aims follow one another: leave out as little as
may be, lack as little capacity, take few members, prefer those who said that they answer in groups,
then be worth most.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.matching.group_board import Board
from app.matching.group_reach import Reach
from app.matching.group_score import (
    FEWEST,
    MOST,
    TIE,
    WEIGHTS,
    half_known,
    most_overlap,
    parsimony,
)
from app.matching.linear_model import LinearModel, Terms
from app.matching.relaxing import Relaxation
from app.matching.weights import UNKNOWN

MOST_LEFT_OUT = 0.5  # of the need: a group that covers less is no answer
LEAST_CAPACITY = 0.5  # of the volume asked for, the same
Group = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Cut:
    """At most that many of these candidates together: an earlier proposal is not found again."""

    members: Group
    most: int


@dataclass(frozen=True, kw_only=True)
class Program:
    """A model with its columns: the members, what is left out, the capacity that lacks."""

    model: LinearModel
    members: range
    left_out: dict[int, float]
    lack: int


def write_program(board: Board, barred: Collection[int], cuts: Sequence[Cut]) -> Program:
    """The rows that every group keeps; the barred candidates are in none."""
    model = LinearModel()
    members = model.add_columns(len(board.offers), is_whole=True)
    lack = model.add_columns(1, most=most_lack(board))[0]
    left_out = require_coverage(model, board)
    model.add_row(dict.fromkeys(members, 1.0), least=FEWEST, most=most_members(board))
    if barred:
        model.add_row(dict.fromkeys(barred, 1.0), most=0)
    if board.needed:
        capacities = {
            at: board.needed if offer.capacity is None else min(offer.capacity, board.needed)
            for at, offer in zip(members, board.offers, strict=True)
        }
        model.add_row({**capacities, lack: 1.0}, least=board.needed)
    for cut in cuts:
        model.add_row(dict.fromkeys(cut.members, 1.0), most=cut.most)
    return Program(model=model, members=members, left_out=left_out, lack=lack)


def most_members(board: Board) -> int:
    """How large a group may be."""
    return MOST + (Relaxation.SIXTH_MEMBER in board.given)


def most_lack(board: Board) -> float:
    """The full-time equivalents that a group may lack."""
    if not board.needed or Relaxation.LESS_CAPACITY not in board.given:
        return 0.0
    return board.needed * (1 - LEAST_CAPACITY)


def require_coverage(model: LinearModel, board: Board) -> dict[int, float]:
    """Have somebody for each thing, or leave it out where that may be: its columns and weights."""
    may_leave = Relaxation.LEFT_OUT in board.given
    left_out: dict[int, float] = {}
    for who, weight in board.required.items():
        terms = dict.fromkeys(who, 1.0)
        if may_leave:
            column = model.add_columns(1, is_whole=True)[0]
            left_out[column] = weight
            terms[column] = 1.0
        model.add_row(terms, least=1)
    if left_out:
        model.add_row(left_out, most=MOST_LEFT_OUT)
    return left_out


def can_group(board: Board) -> bool:
    """Whether any group keeps every row; who needs nobody is in none."""
    barred = list_idle(board) | board.enough_alone_plainly
    reach = reach_of(board, barred)
    if reach is not None and not reach.can_group(most_members(board)):
        return False
    return write_program(board, barred, ()).model.minimise({}) is not None


def reach_of(board: Board, barred: Collection[int]) -> Reach | None:
    """What those who are left could do; None where something may be left out."""
    if Relaxation.LEFT_OUT in board.given:
        return None
    return Reach(board, barred, (board.needed or 0.0) - most_lack(board))


def find_group(
    board: Board, barred: Collection[int], cuts: Sequence[Cut], gap: float = 0.0
) -> Group | None:
    """The best group, by the positions of its members; None where there is none.

    `gap` is the share of its worth that the group may lack, in [0, 1]; the other aims lack nothing.
    """
    program = write_program(board, barred, cuts)
    size = pin_aims(board, program, barred)
    if size is None:
        return None
    found = program.model.minimise(write_worth(board, program, size), gap)
    if found is None:
        return None
    return tuple(column for column in program.members if found[column] > 0.5)


def pin_aims(board: Board, program: Program, barred: Collection[int]) -> int | None:
    """Keep all aims but worth at their best, one after another; how many members there are."""
    model = program.model
    members = dict.fromkeys(program.members, 1.0)
    # The solver finds out by itself what the reach tells, at several times the cost.
    reach = reach_of(board, barred)
    size = reach.least_size(FEWEST, most_members(board)) if reach else FEWEST
    model.add_row(members, least=size)
    for aim in list_aims(board, program, members):
        found = model.minimise(aim)
        if found is None:
            return None
        model.pin(aim, sum(cost * found[column] for column, cost in aim.items()))
        if aim is members:
            size = round(sum(found[column] for column in members))
            model.add_row(members, least=size)
            if reach:
                model.add_row(dict.fromkeys(reach.list_useless(size), 1.0), most=0)
    return size


def list_aims(board: Board, program: Program, members: Terms) -> list[Terms]:
    """What comes before worth, in order."""
    aims = [members]
    if Relaxation.LESS_CAPACITY in board.given:
        aims.insert(0, {program.lack: 1.0})
    if Relaxation.LEFT_OUT in board.given:
        aims.insert(0, program.left_out)
    if second := second_choices(board):
        aims.append(second)
    return aims


def second_choices(board: Board) -> Terms:
    """The candidates taken only where others do not do, once for each reason.

    They did not say that they answer in groups; they would need nobody, were their capacity known.
    """
    costs = {
        at: float(offer.profile.answers_in_groups is not True)
        + (len(board.values[at]) == len(board.units))
        for at, offer in enumerate(board.offers)
    }
    return costs if len(set(costs.values())) > 1 else {}


def list_idle(board: Board) -> frozenset[int]:
    """Who has nothing to bring, or did not say that it answers in groups where that is asked."""
    asked = Relaxation.NOT_SAID not in board.given
    return frozenset(
        at
        for at, offer in enumerate(board.offers)
        if not board.values[at] or (asked and offer.profile.answers_in_groups is not True)
    )


def write_worth(board: Board, program: Program, size: int) -> dict[int, float]:
    """What a group of that size is worth, as a sum to minimise; rows for its parts are added."""
    aim: dict[int, float] = {}
    write_coverage(board, program, aim, size)
    write_kinds(board, program, aim, size)
    write_rivalry(board, program, aim, size)
    write_capacity(board, program, aim)
    for at, offer in zip(program.members, board.offers, strict=True):
        near, free = half_known(offer.proximity), half_known(offer.availability)
        own = WEIGHTS["proximity"] * near + WEIGHTS["calendar"] * free
        aim[at] = TIE * (offer.severity > 0) - own / size
    return aim


def write_coverage(board: Board, program: Program, aim: dict[int, float], size: int) -> None:
    """A step counts where a member reaches it."""
    for reached, worth in board.levels.items():
        column = program.model.add_columns(1)[0]
        program.model.add_row({column: 1.0, **dict.fromkeys(reached, -1.0)}, most=0)
        aim[column] = -WEIGHTS["complement"] * parsimony(size) * worth


def write_kinds(board: Board, program: Program, aim: dict[int, float], size: int) -> None:
    """A kind counts where a member is of it."""
    for kind in dict.fromkeys(offer.profile.kind for offer in board.offers):
        who = [at for at, offer in enumerate(board.offers) if offer.profile.kind is kind]
        column = program.model.add_columns(1)[0]
        program.model.add_row({column: 1.0, **dict.fromkeys(who, -1.0)}, most=0)
        aim[column] = -WEIGHTS["kinds"] / (size - 1)


def write_rivalry(board: Board, program: Program, aim: dict[int, float], size: int) -> None:
    """Each member after the first of a sector counts against the group."""
    for who in board.in_sector.values():
        column = program.model.add_columns(1, most=size)[0]
        program.model.add_row({column: -1.0, **dict.fromkeys(who, 1.0)}, most=1)
        aim[column] = WEIGHTS["rivalry"] / most_overlap(board, size)


def write_capacity(board: Board, program: Program, aim: dict[int, float]) -> None:
    """Known capacities that are enough count in full, unknown ones for half."""
    if not board.needed:
        return
    column = program.model.add_columns(1, is_whole=True)[0]
    known = {
        at: -min(offer.capacity, board.needed)
        for at, offer in enumerate(board.offers)
        if offer.capacity
    }
    program.model.add_row({column: board.needed, **known}, most=0)
    aim[column] = -WEIGHTS["capacity"] * (1 - UNKNOWN)
