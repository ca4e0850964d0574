//! `--value`: classes of a list of values.

use serde_json::json;

use super::{answer, refused};
use crate::program::{Folder, keys};

#[test]
fn the_answer_has_this_shape() {
    let folder = Folder::new("value-shape");
    let file = folder.file("value.csv", "id,value\nsmall,5\nlarge,80\nmiddle,15\nnone,0\n");
    let expected = json!({
        "total": 100.0,
        "gini": 0.625,
        "customers_at_80": 1,
        "classes": {
            "A": { "count": 1, "share": 0.8 },
            "B": { "count": 1, "share": 0.15 },
            "C": { "count": 2, "share": 0.05 },
        },
        "items": [
            { "id": "large", "value": 80.0, "share": 0.8, "cumulative": 0.8, "class": "A" },
            { "id": "middle", "value": 15.0, "share": 0.15, "cumulative": 0.95, "class": "B" },
            { "id": "small", "value": 5.0, "share": 0.05, "cumulative": 1.0, "class": "C" },
            { "id": "none", "value": 0.0, "share": 0.0, "cumulative": 1.0, "class": "C" },
        ],
        "negative": { "count": 0, "total": 0.0, "items": [] },
    });
    assert_eq!(answer(&["--value", &file]).unwrap(), expected);
    let said = answer(&["--value", &file, "--cuts", " 96.5 , 100"]).unwrap();
    let classes = ["large", "middle", "small", "none"].map(|id| {
        said["items"].as_array().unwrap().iter().find(|item| item["id"] == id).unwrap()["class"]
            .clone()
    });
    assert_eq!(classes, ["A", "A", "A", "C"]);
    assert_eq!(said["customers_at_80"], 1);
}

#[test]
fn values_of_every_kind() {
    let folder = Folder::new("value-kinds");
    let said = |content: &str| {
        let file = folder.file("value.csv", content);
        answer(&["--value", &file]).unwrap()
    };
    // All zero; one has everything; a refund; ties in file order.
    let nothing = said("a,0\nb,0\n");
    assert_eq!((&nothing["gini"], &nothing["customers_at_80"]), (&json!(0.0), &json!(0)));
    assert_eq!(nothing["classes"]["C"], json!({ "count": 2, "share": 0.0 }));
    assert_eq!(said("a,7\n")["items"][0]["class"], "A");
    // A refund that outweighs all bills: shares, curve and Gini use the positive values.
    let refund = said("id,value\na,-40000\nb,6000\nc,2000\nd,-5\n");
    assert_eq!(
        refund["items"][2],
        json!({ "id": "a", "value": -40000.0, "share": 0.0, "cumulative": 1.0, "class": "C" })
    );
    assert_eq!(
        (&refund["total"], &refund["gini"], &refund["customers_at_80"]),
        (&json!(8000.0), &json!(0.25), &json!(2))
    );
    assert_eq!(refund["classes"]["C"], json!({ "count": 2, "share": 0.0 }));
    assert_eq!(
        refund["negative"],
        json!({
            "count": 2,
            "total": -40005.0,
            "items": [{ "id": "a", "value": -40000.0 }, { "id": "d", "value": -5.0 }],
        })
    );
    let equal = said("id,value\nd,0\na,-0.0\nc,0\nb,0\n");
    let ids = equal["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap());
    assert_eq!(ids.collect::<String>(), "dacb");
    // A year as the heading, semicolons with decimal commas, amounts in human notation.
    assert_eq!(said("id,2024\na,3\nb,1\n")["total"], 4.0);
    assert_eq!(said("id;value\na;1.234,5\nb;0,5\n")["total"], 1235.0);
    assert_eq!(said("id;value\na;1.234\nb;2.5\n")["total"], 3.734);
    assert_eq!(said("id,value\na,\"1,234.50\"\nb,¥0.5\n")["total"], 1235.0);
    assert_eq!(
        keys(&said("a,1\n")),
        ["classes", "customers_at_80", "gini", "items", "negative", "total"]
    );
}

#[test]
fn lists_without_a_value_are_refused() {
    let folder = Folder::new("value-refused");
    for (content, why) in [
        ("", "value.csv: empty file"),
        ("id,value\n", "value.csv: there are no rows"),
        ("id\na\n", "line 1: an id and 1 number are needed, not 0"),
        ("id,value,more\na,1,2\n", "line 1: an id and 1 number are needed, not 2"),
        ("id,value\na,1\na,2\n", "line 3: the id a is already in line 2"),
        ("id,value\na,1\nb,none\n", "line 3: 'none' is not a number"),
        ("id,value\na,1\nb\n", "line 3: 1 cells, but the first row has 2"),
    ] {
        let file = folder.file("value.csv", content);
        refused(&["--value", &file], why);
    }
    refused(&["--value", "/nowhere"], "/nowhere: No such file");
}
