"""The pages of the window that belong to no register: each declared once, its tabs made when they are first shown."""

from __future__ import annotations

from dataclasses import dataclass

from govdesk.i18n import N_

#: Where a page stands in the navigation: above the areas, or below them and a line.
ABOVE, BELOW = "above", "below"


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a page before it is made.

    Args:
        code: Its name in addresses; empty where the page has no tabs.
        label: The words on the tab, as English source text.
        maker: Module and class of its `Body`, loaded when the tab is first shown.
        title: The words above it, where they are others than the page's.
        purpose: One line that says what it tells, where it is another than the page's.
    """

    code: str
    label: str
    maker: str
    title: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it is made.

    Args:
        code: Its name in addresses and in the help.
        label: Its name in the navigation, as English source text.
        icon: Its icon there.
        title: The words above the page.
        purpose: One line that says what it tells.
        place: `ABOVE` or `BELOW` the areas.
        keys: The shortcut that goes there.
        tabs: What it shows; a single one needs no words.
    """

    code: str
    label: str
    icon: str
    title: str
    purpose: str
    place: str
    keys: str
    tabs: tuple[Tab, ...]

    def tab(self, code: str) -> Tab:
        """Return a tab, or the first where there is none of that name any more."""
        return next((t for t in self.tabs if t.code == code), self.tabs[0])


PAGES: tuple[Page, ...] = (
    Page(
        "overview",
        N_("Overview"),
        "layout-dashboard",
        N_("Overview"),
        N_("What has to be done this week, who waits for an answer, and what has changed"),
        ABOVE,
        "Alt+0",
        (Tab("", N_("Overview"), "govdesk.ui.pages.overview_body:OverviewBody"),),
    ),
    Page(
        "diagnosis",
        N_("Diagnosis"),
        "stethoscope",
        N_("Diagnosis: where the project is heading"),
        N_("Told from the registers; each conclusion opens its records, and its thresholds can be set"),
        BELOW,
        "Alt+8",
        (
            Tab("pits", N_("Six pits"), "govdesk.ui.pages.diagnosis_body:PitsBody"),
            Tab("surface", N_("Surface causes"), "govdesk.ui.pages.diagnosis_body:SurfaceBody"),
            Tab("starting_point", N_("Starting point"), "govdesk.ui.pages.diagnosis_body:StartBody"),
            Tab("landing", N_("Landing checks"), "govdesk.ui.pages.diagnosis_body:LandingBody"),
            Tab("scaling", N_("From pilot to scale"), "govdesk.ui.pages.diagnosis_body:ScalingBody"),
            Tab("support", N_("Support"), "govdesk.ui.pages.diagnosis_body:SupportBody"),
            Tab(
                "gap",
                N_("Gap calculator"),
                "govdesk.ui.pages.gap_body:GapBody",
                N_("Gap calculator: how many are missing"),
                N_("Count back from a target to what is needed at the start; move a figure to see what if"),
            ),
        ),
    ),
    Page(
        "reports",
        N_("Reports"),
        "file-chart-column",
        N_("Reports"),
        N_("The steering report, or a page for each department, for those who shall read it"),
        BELOW,
        "Alt+9",
        (Tab("", N_("Reports"), "govdesk.ui.pages.reports_body:ReportsBody"),),
    ),
)


def page(code: str) -> Page | None:
    """Return a page by its code."""
    return next((p for p in PAGES if p.code == code), None)
