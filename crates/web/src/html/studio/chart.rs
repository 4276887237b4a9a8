//! Charts, drawn on the server: an SVG whose parts carry classes, so that the page's own colours apply, light or dark.

use plotters::prelude::*;

use crate::html::safe::Html;

/// Size of the drawing; the page scales it.
const SIZE: (u32, u32) = (620, 220);
/// Units of the drawing's own x-axis per bar, of which the middle is filled.
const PER_BAR: i64 = 10;
/// Labels below the bars.
const X_LABELS: usize = 6;
/// Labels beside the bars.
const Y_LABELS: usize = 4;
/// The drawing library knows colours only; these stand for classes and are never seen.
const STAND_INS: [(RGBColor, &str, &str); 4] = [
    (RGBColor(1, 1, 1), "#010101", "s1"),
    (RGBColor(2, 2, 2), "#020202", "grid"),
    (RGBColor(3, 3, 3), "#030303", "axis"),
    (RGBColor(4, 4, 4), "#040404", "label"),
];

/// A bar: the words below it, and its height in minor units.
pub(super) type Bar = (String, i64);

/// Bars side by side; `title` is read aloud, `amount` words a height. Nothing where the library refuses.
pub(super) fn bars(title: &str, bars: &[Bar], amount: &dyn Fn(i64) -> String) -> Html {
    let mut svg = String::new();
    match draw(&mut svg, bars, amount) {
        Ok(()) => Html::trusted(themed(&svg, title)),
        Err(error) => {
            tracing::warn!(%error, "a chart could not be drawn");
            Html::default()
        }
    }
}

fn draw(
    svg: &mut String,
    bars: &[Bar],
    amount: &dyn Fn(i64) -> String,
) -> Result<(), Box<dyn std::error::Error>> {
    let [(bar, ..), (grid, ..), (axis, ..), (label, ..)] = STAND_INS;
    let count = i64::try_from(bars.len())?.max(1);
    let highest = bars.iter().map(|(_, height)| *height).max().unwrap_or(0).max(1);
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    let mut chart = ChartBuilder::on(&root)
        .margin(8)
        .x_label_area_size(26)
        .y_label_area_size(78)
        .build_cartesian_2d(0..count * PER_BAR, 0..highest + highest / 10 + 1)?;
    let day = |x: &i64| {
        let index = usize::try_from(x / PER_BAR).unwrap_or(usize::MAX);
        bars.get(index).map(|(words, _)| words.clone()).unwrap_or_default()
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(grid)
        .light_line_style(TRANSPARENT)
        .axis_style(axis)
        .label_style(("sans-serif", 13).into_font().color(&label))
        .x_labels(X_LABELS)
        .x_label_formatter(&day)
        .y_labels(Y_LABELS)
        .y_label_formatter(&|y| amount(*y))
        .draw()?;
    chart.draw_series(bars.iter().zip(0..).map(|((_, height), index)| {
        Rectangle::new([(index * PER_BAR + 2, 0), (index * PER_BAR + 8, (*height).max(0))], bar.filled())
    }))?;
    root.present()?;
    drop(chart);
    Ok(())
}

/// Classes instead of colours, and a title for those who do not see it. The words in it are ours: dates and amounts.
fn themed(svg: &str, title: &str) -> String {
    let mut themed = svg.to_owned();
    for (_, colour, class) in STAND_INS {
        let class = format!("class=\"{class}\"");
        themed = themed
            .replace(&format!("fill=\"{colour}\""), &class)
            .replace(&format!("stroke=\"{colour}\""), &class);
    }
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    themed.replacen("<svg ", "<svg role=\"img\" ", 1).replacen('>', &format!("><title>{title}</title>"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_has_a_title_and_no_colours_of_its_own() {
        let days: Vec<Bar> = (1..=30).map(|day| (format!("{day} Nov"), day * 100)).collect();
        let svg = bars("Net by day, in EUR", &days, &|minor| format!("€{}", minor / 100)).to_string();
        assert!(svg.starts_with("<svg role=\"img\""), "{svg}");
        assert!(svg.contains("<title>Net by day, in EUR</title>"), "{svg}");
        assert_eq!(svg.matches("class=\"s1\"").count(), 30, "{svg}");
        for (_, colour, _) in STAND_INS {
            assert!(!svg.contains(colour), "{colour} in {svg}");
        }
        assert!(!svg.contains("style="), "inline styles are forbidden: {svg}");
    }

    #[test]
    fn an_empty_chart_is_drawn_too() {
        assert!(!bars("Nothing", &[], &|minor| minor.to_string()).is_empty());
    }
}
