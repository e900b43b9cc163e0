"""A local variant and its generic scheme are never both shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.toolkit.schemes import Scheme


def choose_variants(schemes: Iterable[Scheme], code: str = "") -> tuple[Scheme, ...]:
    """The schemes to show in that territory, in their order.

    There, a variant that serves it replaces its generic, unless the variant is over and the generic
    is not. Without a territory, generics alone; a variant whose generic is absent stands for
    itself. What does not serve the territory is left out.
    """
    served = {scheme.slug: scheme for scheme in schemes if scheme.serves(code)}
    if not code:
        return tuple(scheme for scheme in served.values() if parent_of(scheme, served) is None)
    replaced = {
        parent.slug
        for scheme in served.values()
        if (parent := parent_of(scheme, served)) is not None and not is_weaker(scheme, parent)
    }
    return tuple(
        scheme
        for scheme in served.values()
        if scheme.slug not in replaced
        and ((parent := parent_of(scheme, served)) is None or not is_weaker(scheme, parent))
    )


def parent_of(scheme: Scheme, known: Mapping[str, Scheme]) -> Scheme | None:
    """The generic of a scheme among those.

    Where sheets name each other in a ring, the first by its slug stands for itself.
    """
    parent = known.get(scheme.generic)
    above: list[str] = []
    step = parent
    while step is not None and step.slug not in above:
        above.append(step.slug)
        step = known.get(step.generic)
    is_first_of_ring = scheme.slug in above and scheme.slug == min(above)
    return None if is_first_of_ring else parent


def is_weaker(variant: Scheme, generic: Scheme) -> bool:
    """Whether the variant is over where the generic may still be asked for."""
    return variant.state.is_over and not generic.state.is_over


def variants_of(scheme: Scheme, schemes: Iterable[Scheme]) -> tuple[Scheme, ...]:
    """The local variants of a scheme."""
    return tuple(other for other in schemes if other.generic == scheme.slug)
