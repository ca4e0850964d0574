//! The company's people by id and by name, with merges, displayed names and the lookup of a written name. A read-only
//! view of the [`Person`] records.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{
    Id, Record, Value, merge,
    person::{Person, Who, split},
    record::FieldValue,
};

/// People of a workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    known: FxHashMap<Id<Person>, Known>,
    /// People after merges, by current name.
    by_name: FxHashMap<String, BTreeSet<Id<Person>>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Known {
    person: Person,
    /// The person after merges.
    root: Id<Person>,
    /// Displayed name; with the number if two people share the name.
    shown: String,
}

/// Maximum number of namings tried when a signed paper is checked.
const NAMINGS: usize = 256;

impl People {
    /// Indexes these records.
    pub fn of<'a>(persons: impl IntoIterator<Item = &'a Person>) -> Self {
        let persons: FxHashMap<Id<Person>, &Person> =
            persons.into_iter().map(|person| (person.id, person)).collect();
        let mut sharing: FxHashMap<&str, usize> = FxHashMap::default();
        for person in persons.values().filter(|person| person.is_here()) {
            *sharing.entry(&person.name).or_default() += 1;
        }
        let mut this = Self::default();
        for (id, person) in &persons {
            let next = |id: Id<Person>| persons.get(&id).and_then(|person| person.merged_into);
            let root = merge::root(*id, next);
            let is_shared = sharing.get(person.name.as_str()).is_some_and(|count| *count > 1);
            let shown = if is_shared { person.written() } else { person.name.clone() };
            if !person.name.is_empty() {
                this.by_name.entry(person.name.clone()).or_default().insert(root);
            }
            this.known.insert(*id, Known { person: (*person).clone(), root, shown });
        }
        this
    }

    /// Returns the person, after merges; `None` for nobody.
    pub fn id(&self, who: &Who) -> Option<Id<Person>> {
        who.id().map(|id| self.root(id))
    }

    /// Returns the person that this one was merged into, or itself.
    pub fn root(&self, id: Id<Person>) -> Id<Person> {
        self.known.get(&id).map_or(id, |known| known.root)
    }

    /// Returns the record of a person, after merges.
    pub fn get(&self, id: Id<Person>) -> Option<&Person> {
        self.known.get(&self.root(id)).map(|known| &known.person)
    }

    /// Returns `true` if there is a record with this id, before merges.
    pub fn has(&self, id: Id<Person>) -> bool {
        self.known.contains_key(&id)
    }

    /// Returns `true` if both stand for the same person.
    pub fn same(&self, one: &Who, other: &Who) -> bool {
        self.id(one) == self.id(other)
    }

    /// Returns `true` if `who` stands for this person.
    pub fn is(&self, who: &Who, person: Id<Person>) -> bool {
        self.id(who) == Some(self.root(person))
    }

    /// Returns the name, with the number if two people share it; empty for nobody.
    pub fn name<'a>(&'a self, who: &'a Who) -> &'a str {
        match who.id().and_then(|id| self.name_of(id)) {
            Some(name) => name,
            None => who.written(),
        }
    }

    /// Returns the name of a person, with the number if two people share it; `None` without a record.
    pub fn name_of(&self, id: Id<Person>) -> Option<&str> {
        let known = self.known.get(&self.root(id))?;
        Some(known.shown.as_str()).filter(|name| !name.is_empty())
    }

    /// Returns the name of a change's stored author.
    pub fn author(&self, stored: &str) -> String {
        self.name(&Who::read(stored)).to_owned()
    }

    /// Returns a value for display: a person's id or stored name is replaced with the current name.
    pub fn said<T: Record>(&self, field: &str, value: Value) -> Value {
        if !T::is_person(field) {
            return value;
        }
        let who = Who::from_value(value.clone()).unwrap_or_default();
        match self.name(&who) {
            "" => value,
            name => Value::Text(name.to_owned()),
        }
    }

    /// Returns the people who can be chosen, sorted by name.
    pub fn here(&self) -> Vec<&Person> {
        let here = self.known.values().map(|known| &known.person);
        let mut here: Vec<&Person> = here.filter(|person| person.is_here()).collect();
        here.sort_by_key(|person| (&person.name, &person.number, person.id));
        here
    }

    /// Returns the person with a written name. With a number, name and number must match; without one, the name must
    /// be unique, or unique among people without a number. If nobody matches, returns the person whose former name
    /// it is.
    pub fn find(&self, written: &str) -> Option<Id<Person>> {
        let (name, number) = split(written);
        if name.is_empty() {
            return None;
        }
        let of_name = || self.by_name.get(name).into_iter().flatten().copied();
        let of_number = |number: &str| {
            let is = |id: &Id<Person>| self.get(*id).is_some_and(|one| one.number == number);
            only(of_name().filter(is))
        };
        let found = match number {
            "" => only(of_name()).or_else(|| of_number("")),
            number => of_number(number),
        };
        found.or_else(|| {
            let former = Person::id_of(name, number);
            self.has(former).then(|| self.root(former))
        })
    }

    /// Returns the person with a written name; a person without a record is named by text.
    pub fn resolve(&self, written: &str) -> Who {
        self.find(written).map_or_else(|| Who::named(written), Who::from)
    }

    /// Returns the person entered in a form as name and number. A new person gets the id of the name, or `fresh` if
    /// that id belongs to somebody who had the name before.
    pub fn entered(&self, name: &str, number: &str, fresh: Id<Person>) -> Entered {
        let ((name, written), number) = (split(name), number.trim());
        let number = if number.is_empty() { written } else { number };
        if name.is_empty() {
            return Entered::Nobody;
        }
        let is_meant = |person: &&Person| {
            person.name == name && (number.is_empty() || person.number == number)
        };
        let mut known = self.here().into_iter().filter(is_meant);
        match (known.next(), known.next()) {
            (Some(_), Some(_)) if number.is_empty() => Entered::Several,
            (Some(known), _) => Entered::Known(known.id),
            (None, _) => {
                let own = Person::id_of(name, number);
                let id = if self.has(own) { fresh } else { own };
                let (name, number) = (name.to_owned(), number.to_owned());
                Entered::New(Person { name, number, ..Person::empty(id) })
            }
        }
    }

    /// Returns all names that a paper may have shown for a person: the current one first, then as written, with and
    /// without number, and former ones.
    fn names(&self, who: &Who) -> Vec<String> {
        let mut names = vec![self.name(who).to_owned(), who.written().to_owned()];
        let own = who.id().and_then(|id| self.known.get(&id)).map(|known| &known.person);
        let merged = who.id().and_then(|id| self.get(id));
        for person in own.into_iter().chain(merged) {
            names.extend([person.name.clone(), person.written()]);
            names.extend(person.former_names.0.iter().cloned());
        }
        let mut seen = BTreeSet::new();
        names.retain(|name| !name.is_empty() && seen.insert(name.clone()));
        names
    }

    /// Returns the names of each of these people, once per id.
    fn names_by_id(&self, people: &[&Who]) -> impl Iterator<Item = (Id<Person>, Vec<String>)> {
        let mut seen = BTreeSet::new();
        people.iter().filter_map(move |who| {
            let id = who.id().filter(|id| seen.insert(*id))?;
            Some((id, self.names(who)))
        })
    }

    /// Returns the ways in which a paper may have named these people, the current one first. A signature stays valid
    /// when a person is renamed or merged, so its check tries them.
    pub fn namings(&self, people: &[&Who]) -> Vec<Naming> {
        let mut namings = vec![Naming::default()];
        for (id, names) in self.names_by_id(people) {
            let with = |naming: &Naming, name: &String| {
                let mut naming = naming.clone();
                naming.0.insert(id, name.clone());
                naming
            };
            if !names.is_empty() {
                let all =
                    names.iter().flat_map(|name| namings.iter().map(move |one| with(one, name)));
                namings = all.take(NAMINGS).collect();
            }
        }
        namings
    }

    /// Returns the current names: the first of [`People::namings`].
    pub fn naming(&self, people: &[&Who]) -> Naming {
        let first = |(id, names): (Id<Person>, Vec<String>)| Some((id, names.into_iter().next()?));
        Naming(self.names_by_id(people).filter_map(first).collect())
    }
}

/// Person entered in a form.
#[derive(Clone, Debug, PartialEq)]
pub enum Entered {
    /// No name was typed.
    Nobody,
    /// A known person.
    Known(Id<Person>),
    /// Several people have this name; a number is needed.
    Several,
    /// A new person.
    New(Person),
}

/// Names of the people on a paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Naming(FxHashMap<Id<Person>, String>);

impl Naming {
    /// Returns the person by name, in the form that a paper shows and a signature covers.
    #[must_use]
    pub fn of(&self, who: &Who) -> Who {
        let name = who.id().and_then(|id| self.0.get(&id));
        name.map_or_else(|| who.clone(), |name| Who::named(name))
    }
}

/// Returns the only item; `None` if there is none or more than one.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

/// Returns the missing records of people named by text, sorted by id. Stores and files from before people were records
/// lack them.
pub fn missing<'a>(
    named: impl IntoIterator<Item = &'a Who>,
    is_known: impl Fn(Id<Person>) -> bool,
) -> Vec<Person> {
    let mut found: FxHashMap<Id<Person>, Person> = FxHashMap::default();
    for who in named {
        if let Some(id) = who.id().filter(|id| !found.contains_key(id) && !is_known(*id))
            && !who.written().is_empty()
        {
            found.insert(id, Person::named(who.written()));
        }
    }
    let mut found: Vec<Person> = found.into_values().collect();
    found.sort_by_key(|person| person.id);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Customer;

    fn id(n: u128) -> Id<Person> {
        Id::new(Uuid::from_u128(n))
    }

    fn person(n: u128, name: &str, number: &str) -> Person {
        Person { name: name.into(), number: number.into(), ..Person::empty(id(n)) }
    }

    #[test]
    fn two_of_one_name_stay_two_and_show_their_numbers() {
        let all = [person(1, "张伟", "1001"), person(2, "张伟", "1002"), person(3, "李明", "7")];
        let people = People::of(&all);
        let name = |n| people.name_of(id(n)).unwrap();
        assert_eq!([1, 2, 3].map(name), ["张伟（1001）", "张伟（1002）", "李明"]);
        for (written, found) in [
            ("张伟（1002）", Some(2)),
            ("张伟", None),
            ("李明", Some(3)),
            ("李明（7）", Some(3)),
            ("李明（8）", None),
            ("", None),
        ] {
            assert_eq!(people.find(written), found.map(id), "{written}");
        }
        assert_eq!(people.resolve("张伟"), Who::named("张伟"));
        assert_eq!(people.resolve("李明"), id(3).into());
        assert_eq!(people.resolve(" "), Who::default());
    }

    #[test]
    fn a_form_means_somebody_known_or_somebody_new() {
        let mut renamed = Person::named("赵敏");
        renamed.rename("赵明");
        let all =
            [person(1, "张伟", "1001"), person(2, "张伟", "1002"), person(3, "李明", ""), renamed];
        let people = People::of(&all);
        let entered = |name, number| people.entered(name, number, id(99));
        assert_eq!(entered(" ", "1"), Entered::Nobody);
        assert_eq!(entered("张伟", ""), Entered::Several);
        assert_eq!(entered("张伟", "1002"), Entered::Known(id(2)));
        for number in ["", "1002"] {
            assert_eq!(entered("张伟（1002）", number), Entered::Known(id(2)));
        }
        assert_eq!(entered("李明", " "), Entered::Known(id(3)));
        let new = |name, number| match entered(name, number) {
            Entered::New(person) => (person.id, person.number, person.is_unchecked),
            other => panic!("{other:?}"),
        };
        // With a number it is another person.
        assert_eq!(new("李明", "7"), (Person::id_of("李明", "7"), "7".into(), false));
        assert_eq!(new("王芳", ""), (Person::id_of("王芳", ""), String::new(), false));
        // The former bearer of the name keeps its id.
        assert_eq!(new("赵敏", ""), (id(99), String::new(), false));
    }

    #[test]
    fn a_renamed_person_is_found_by_both_names_until_another_takes_the_old() {
        let mut renamed = Person::named("李明");
        renamed.rename("李鸣");
        let people = People::of([&renamed]);
        assert_eq!(people.name(&Who::named("李明")), "李鸣");
        assert_eq!([people.find("李明"), people.find("李鸣")], [Some(renamed.id); 2]);
        let another = person(9, "李明", "");
        let people = People::of([&renamed, &another]);
        assert_eq!(people.find("李明"), Some(another.id));
        // What was written before still means the first.
        assert_eq!(people.id(&Who::named("李明")), Some(renamed.id));
    }

    #[test]
    fn a_merge_is_followed_and_can_be_taken_back() {
        let mut all = [person(1, "李明", "7"), person(2, "李鸣", ""), person(3, "李名", "")];
        all[2].merged_into = Some(id(2));
        all[1].merged_into = Some(id(1));
        let people = People::of(&all);
        for n in [1, 2, 3] {
            assert_eq!(people.name(&id(n).into()), "李明");
            assert!(people.is(&id(n).into(), id(2)));
        }
        assert!(people.same(&id(2).into(), &id(3).into()));
        assert_eq!(people.here().len(), 1);
        assert_eq!(people.find("李鸣"), Some(id(1)));
        all[1].merged_into = None;
        let people = People::of(&all);
        assert_eq!(people.name(&id(3).into()), "李鸣");
        assert!(!people.is(&id(3).into(), id(1)));
    }

    #[test]
    fn names_without_a_record_are_told_and_found_once() {
        let people = People::default();
        assert_eq!(people.name(&Who::named("李明")), "李明");
        assert_eq!(people.name(&id(7).into()), "");
        let named = ["李明", "张伟（1001）", "李明", ""].map(Who::named);
        let known = Who::named("王芳");
        let found =
            missing(named.iter().chain([&known, &id(7).into()]), |id| Some(id) == known.id());
        let mut names: Vec<_> = found.iter().map(|one| (one.written(), one.is_unchecked)).collect();
        names.sort();
        assert_eq!(names, [("张伟（1001）".into(), false), ("李明".into(), true)]);
        let people = People::of(&found);
        assert!(missing(&named, |id| people.has(id)).is_empty());
    }

    #[test]
    fn a_paper_may_have_shown_any_name_of_a_person() {
        let mut all = [Person::named("李明"), person(1, "李鸣", "7")];
        let who = Who::named("李明");
        all[0].rename("黎明");
        all[0].merged_into = Some(id(1));
        let people = People::of(&all);
        let shown: Vec<String> =
            people.namings(&[&who]).iter().map(|one| one.of(&who).stored()).collect();
        assert_eq!(shown, ["李鸣", "李明", "黎明", "李鸣（7）"]);
        assert_eq!(people.naming(&[&who]).of(&who).written(), "李鸣");
        assert_eq!(people.naming(&[]).of(&who), who);
    }

    #[test]
    fn a_value_is_told_by_name() {
        let people = People::of(&[person(1, "李明", "")]);
        let said = |field, value| people.said::<Customer>(field, value);
        let text = |text: &str| Value::Text(text.into());
        assert_eq!(said("account_manager", Value::Id(id(1).uuid())), text("李明"));
        assert_eq!(said("account_manager", text("王芳")), text("王芳"));
        assert_eq!(said("account_manager", Value::Empty), Value::Empty);
        assert_eq!(said("name", text("甲")), text("甲"));
        assert_eq!(people.author(&id(1).to_string()), "李明");
        assert_eq!(people.author("王芳"), "王芳");
    }

    proptest! {
        /// Whatever was merged into whatever, in circles too: everybody has one end, and the order of the
        /// records is nothing to it.
        #[test]
        fn merges_end_and_do_not_depend_on_order(into in prop::collection::vec(prop::option::of(0..8_u128), 8)) {
            let mut all: Vec<Person> = into.iter().enumerate().map(|(n, into)| Person {
                merged_into: into.map(id),
                ..person(n as u128, "某", "")
            }).collect();
            let people = People::of(&all);
            all.reverse();
            prop_assert_eq!(&People::of(&all), &people);
            for one in &all {
                let root = people.root(one.id);
                prop_assert_eq!(people.root(root), root);
                if let Some(into) = one.merged_into {
                    prop_assert_eq!(people.root(into), root);
                }
            }
        }
    }
}
