//! No cyclic imports between files, so that a file's dependencies can be read before it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

use crate::{files, has_ending, read};

/// The files that each file imports.
type Imports = BTreeMap<PathBuf, BTreeSet<PathBuf>>;

/// The file of each module, by the module's path from the crate root.
type Modules = BTreeMap<Vec<String>, PathBuf>;

#[test]
fn no_import_cycles_in_a_crate() {
    for source in ["crates/timebook", "crates/clinic", "crates/store", "crates/i18n", "crates/portal"]
        .into_iter()
        .chain(["crates/server", "crates/testkit", "src-tauri", "xtask", "benches"])
    {
        let circle = circle(&imports_of(&Path::new(source).join("src")));
        assert!(circle.is_none(), "import cycle: {circle:?}");
    }
}

#[test]
fn no_import_cycles_in_the_window() {
    let imports: Imports = files()
        .into_iter()
        .filter(|file| file.starts_with("ui/src") && has_ending(file, &["ts", "svelte"]))
        .filter(|file| !file.to_string_lossy().contains(".test."))
        .map(|file| (file.clone(), script_imports(&file, &read(&file))))
        .collect();
    assert!(imports.len() > 50, "{} files of the window", imports.len());
    let circle = circle(&imports);
    assert!(circle.is_none(), "import cycle: {circle:?}");
}

#[test]
fn a_circle_is_found() {
    let modules: Modules = ["a", "b", "c"].map(|name| (vec![name.to_owned()], file(name))).into();
    let text = |text: &str| syn::parse_file(text).expect("Rust");
    let imports =
        |from: &str, source: &str| (file(from), rust_imports(&text(source), &[from.to_owned()], &modules));
    let mut all: Imports = [
        imports("a", "use crate::b::{self, Thing};"),
        imports("b", "fn f() { crate::c::g(); }"),
        imports("c", "#[cfg(test)] mod tests { use crate::a::Other; }"),
    ]
    .into();
    assert_eq!(circle(&all), None, "tests may import anything");
    all.extend([imports("c", "use super::a::Other;")]);
    assert_eq!(circle(&all), Some(["a", "b", "c"].map(file).into()));

    let from = Path::new("ui/src/features/queue/Row.svelte");
    let found =
        script_imports(from, "import { x } from '../../shared/keys.svelte';\nimport z from 'svelte';");
    assert_eq!(found, [PathBuf::from("ui/src/shared/keys.svelte.ts")].into());
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(format!("{name}.rs"))
}

/// The files of an import cycle, in the order of the imports; `None` when there is no cycle.
fn circle(imports: &Imports) -> Option<Vec<PathBuf>> {
    fn walk(at: &PathBuf, path: &mut Vec<PathBuf>, done: &mut BTreeSet<PathBuf>, imports: &Imports) -> bool {
        if let Some(start) = path.iter().position(|file| file == at) {
            path.drain(..start);
            return true;
        }
        if !done.insert(at.clone()) {
            return false;
        }
        path.push(at.clone());
        let found = imports.get(at).into_iter().flatten().any(|to| walk(to, path, done, imports));
        if !found {
            path.pop();
        }
        found
    }
    let (mut path, mut done) = (Vec::new(), BTreeSet::new());
    imports.keys().any(|file| walk(file, &mut path, &mut done, imports)).then_some(path)
}

/// The imports between the files under a crate's `src`.
///
/// Not counted are: the crate root, which declares the modules and re-exports the public items; tests;
/// re-exports with `pub use`; and what a submodule uses of its parent module.
fn imports_of(src: &Path) -> Imports {
    let modules: Modules = files()
        .into_iter()
        .filter(|file| file.starts_with(src) && has_ending(file, &["rs"]))
        .filter_map(|file| Some((module_of(file.strip_prefix(src).ok()?)?, file)))
        .collect();
    assert!(!modules.is_empty(), "{} has no modules", src.display());
    let imports = |(path, file): (&Vec<String>, &PathBuf)| {
        let parsed =
            syn::parse_file(&read(file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        (file.clone(), rust_imports(&parsed, path, &modules))
    };
    modules.iter().map(imports).collect()
}

/// The module path of a file: `writes/mod.rs` and `writes.rs` are both `writes`. `None` for the crate root
/// and for tests.
fn module_of(file: &Path) -> Option<Vec<String>> {
    let mut path: Vec<String> =
        file.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if path.last().is_some_and(|last| last == "mod") {
        path.pop();
    }
    let is_root = matches!(path.as_slice(), [only] if only == "lib" || only == "main");
    let is_test = path.iter().any(|part| part == "tests");
    (!path.is_empty() && !is_root && !is_test).then_some(path)
}

fn rust_imports(file: &syn::File, module: &[String], modules: &Modules) -> BTreeSet<PathBuf> {
    let mut finder = Finder { module, modules, found: BTreeSet::new() };
    finder.visit_file(file);
    let parent = module.split_last().map(|(_, parent)| parent);
    for own in [Some(module), parent].into_iter().flatten().filter_map(|path| modules.get(path)) {
        finder.found.remove(own);
    }
    finder.found
}

/// Visits a file's syntax tree and collects the modules of its own crate that it names.
struct Finder<'a> {
    module: &'a [String],
    modules: &'a Modules,
    found: BTreeSet<PathBuf>,
}

impl Finder<'_> {
    /// Records the file that a path refers to, if it is one of this crate.
    fn note(&mut self, path: &[String]) {
        let mut base = self.module.to_vec();
        let mut rest = path;
        match path.first().map(String::as_str) {
            Some("crate") => {
                base.clear();
                rest = &rest[1..];
            }
            Some("self") => rest = &rest[1..],
            Some("super") => {
                while rest.first().is_some_and(|part| part == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            _ => {}
        }
        base.extend_from_slice(rest);
        while !base.is_empty() {
            if let Some(file) = self.modules.get(&base) {
                self.found.insert(file.clone());
                return;
            }
            base.pop();
        }
    }

    fn note_tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.note_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.note(&with(&name.ident)),
            syn::UseTree::Rename(name) => self.note(&with(&name.ident)),
            syn::UseTree::Glob(_) => self.note(before),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_tree(before, tree)),
        }
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    let is_test =
        |list: &syn::MetaList| list.path.is_ident("cfg") && list.tokens.to_string().contains("test");
    attributes.iter().any(|attribute| attribute.meta.require_list().is_ok_and(is_test))
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if matches!(item.vis, syn::Visibility::Inherited) && !is_for_tests(&item.attrs) {
            self.note_tree(&[], &item.tree);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|part| part.ident.to_string()).collect();
        if parts.len() > 1 {
            self.note(&parts);
        }
        visit::visit_path(self, path);
    }
}

/// The files of the window that a script imports with `from '…'`.
fn script_imports(from: &Path, text: &str) -> BTreeSet<PathBuf> {
    let folder = from.parent().expect("a folder");
    let names = text.split(" from '").skip(1).filter_map(|rest| rest.split('\'').next());
    names
        .filter(|name| name.starts_with('.') && !name.contains("?raw"))
        .map(|name| resolved(folder, name))
        .collect()
}

/// The file for a relative import, whose extension may be omitted.
fn resolved(folder: &Path, name: &str) -> PathBuf {
    let mut path = folder.to_path_buf();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    let name = path.to_string_lossy().into_owned();
    let candidates =
        ["", ".ts", ".svelte.ts", "/index.ts"].map(|ending| PathBuf::from(format!("{name}{ending}")));
    let found = candidates.iter().find(|file| crate::root().join(file).is_file());
    found.unwrap_or_else(|| panic!("{} imports {name}, which does not exist", folder.display())).clone()
}
