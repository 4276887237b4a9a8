//! Which of our crates may import which. Cargo keeps the direction once a dependency is left out; this keeps
//! it from being put in.

use super::Finding;
use super::metadata::{Dependency, Kind, Package};

/// Each crate with the ones of ours it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("buyline-domain", &[]),
    ("buyline-store", &["buyline-domain"]),
    ("buyline-words", &["buyline-domain"]),
    ("buyline-app", &["buyline-domain", "buyline-store", "buyline-words"]),
    ("buyline-connectors", &["buyline-app", "buyline-domain", "buyline-words"]),
    ("buyline-web", &["buyline-app", "buyline-domain", "buyline-words"]),
    ("buyline-audit", &[]),
    ("buyline", WHOLE_HOUSE),
    ("buyline-testkit", WHOLE_HOUSE),
    ("buyline-twins", &[]),
    // Tools that never ship.
    (
        "buyline-simulator",
        &[
            "buyline-domain",
            "buyline-store",
            "buyline-app",
            "buyline-connectors",
            "buyline-audit",
            TESTKIT,
            TWINS,
        ],
    ),
    (
        "buyline-bench",
        &["buyline", "buyline-domain", "buyline-store", "buyline-app", "buyline-audit", TESTKIT],
    ),
    ("xtask", &[]),
];

const WHOLE_HOUSE: &[&str] = &[
    "buyline-domain",
    "buyline-store",
    "buyline-words",
    "buyline-app",
    "buyline-connectors",
    "buyline-web",
    "buyline-audit",
];

const TESTKIT: &str = "buyline-testkit";
const TWINS: &str = "buyline-twins";
const TESTS_MAY_IMPORT: &[&str] = &[TESTKIT, TWINS, "buyline-simulator", "buyline-store", "buyline-audit"];

/// Findings for every dependency against the direction.
pub fn check(packages: &[Package]) -> Vec<Finding> {
    let ours: Vec<&Package> = packages.iter().filter(|package| package.ours).collect();
    let is_ours = |name: &str| ours.iter().any(|package| package.name == name);
    ours.iter()
        .flat_map(|package| {
            let inside = package.dependencies.iter().filter(|dependency| is_ours(&dependency.name));
            check_crate(&package.name, inside)
        })
        .collect()
}

fn check_crate<'a>(name: &str, inside: impl Iterator<Item = &'a Dependency>) -> Vec<Finding> {
    let place = format!("crate {name}");
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(crate_name, _)| *crate_name == name) else {
        return vec![Finding::new(place, "is not in the direction table of xtask/src/tidy/direction.rs")];
    };
    inside
        .filter(|dependency| !may_import(allowed, dependency))
        .map(|dependency| Finding::new(&place, format!("must not import {}", dependency.name)))
        .collect()
}

fn may_import(allowed: &[&str], dependency: &Dependency) -> bool {
    // Tests may look behind the layers: at the tables, and with the auditor's eyes.
    let for_tests = dependency.kind == Kind::Dev && TESTS_MAY_IMPORT.contains(&dependency.name.as_str());
    for_tests || allowed.contains(&dependency.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(name: &str, dependencies: &[(&str, Kind)]) -> Package {
        Package {
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            licence: None,
            licence_text: None,
            source: None,
            ours: true,
            dependencies: dependencies
                .iter()
                .map(|(name, kind)| Dependency { name: (*name).to_owned(), kind: *kind })
                .collect(),
        }
    }

    /// The findings for `name` in a house where every crate of ours exists.
    fn found(name: &str, dependencies: &[(&str, Kind)]) -> Vec<String> {
        let mut house: Vec<Package> = MAY_IMPORT
            .iter()
            .filter(|(other, _)| *other != name)
            .map(|(other, _)| ours(other, &[]))
            .collect();
        house.push(ours(name, dependencies));
        check(&house).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_direction_of_the_house_is_allowed() {
        assert!(found("buyline-web", &[("buyline-app", Kind::Normal), ("axum", Kind::Normal)]).is_empty());
        assert!(found("buyline-store", &[("buyline-testkit", Kind::Dev)]).is_empty());
    }

    #[test]
    fn an_import_against_the_direction_is_found_in_every_kind() {
        for kind in [Kind::Normal, Kind::Build] {
            assert_eq!(
                found("buyline-web", &[("buyline-store", kind)]),
                ["crate buyline-web: must not import buyline-store"]
            );
        }
        for kind in [Kind::Normal, Kind::Build, Kind::Dev] {
            assert_eq!(
                found("buyline-web", &[("buyline-connectors", kind)]),
                ["crate buyline-web: must not import buyline-connectors"]
            );
        }
        assert!(found("buyline-web", &[("buyline-store", Kind::Dev)]).is_empty());
        assert_eq!(found("buyline-domain", &[("buyline-words", Kind::Normal)]).len(), 1);
        assert_eq!(found("buyline-audit", &[("buyline-store", Kind::Normal)]).len(), 1);
    }

    #[test]
    fn what_ships_imports_testkit_and_twins_in_its_tests_only() {
        assert!(found("buyline", &[("buyline-testkit", Kind::Dev)]).is_empty());
        assert_eq!(found("buyline", &[("buyline-testkit", Kind::Normal)]).len(), 1);
        assert!(found("buyline-connectors", &[("buyline-twins", Kind::Dev)]).is_empty());
        assert_eq!(found("buyline", &[("buyline-twins", Kind::Normal)]).len(), 1);
    }

    #[test]
    fn a_new_crate_must_take_its_place() {
        assert!(found("buyline-attic", &[])[0].contains("direction table"));
    }
}
