//! `--features`: clusters of a table of numbers.

use serde_json::{Value, json};

use super::{answer, refused};
use crate::program::{Folder, keys};

/// Two pairs far apart, and one in between.
const POINTS: &str = "id,x,y\na,0,0\nb,0,2\nc,10,0\nd,10,2\ne,5,1\n";

fn clusters(folder: &Folder, content: impl AsRef<[u8]>, options: &[&str]) -> Value {
    let file = folder.file("features.csv", content);
    answer(&[&["--features", file.as_str()], options].concat()).unwrap()
}

#[test]
fn the_answer_has_this_shape() {
    let folder = Folder::new("features-shape");
    let said = clusters(&folder, POINTS, &["--k", "2", "--seed", "7"]);
    let expected =
        ["assignments", "by_k", "centroids", "inertia", "k", "seed", "silhouette", "sizes"];
    assert_eq!(keys(&said), expected);
    assert_eq!((&said["k"], &said["seed"]), (&json!(2), &json!(7)));
    assert_eq!(said["sizes"], json!([3, 2]));
    assert_eq!(keys(&said["assignments"]), ["a", "b", "c", "d", "e"]);
    assert_eq!(said["assignments"]["a"], said["assignments"]["b"]);
    assert_eq!(said["assignments"]["c"], said["assignments"]["d"]);
    // The second cluster is a pair, in the units of the file.
    let pair = &said["centroids"][1];
    assert!(*pair == json!([0.0, 1.0]) || *pair == json!([10.0, 1.0]), "{pair}");
    let fit = json!({ "k": 2, "inertia": said["inertia"], "silhouette": said["silhouette"] });
    assert_eq!(said["by_k"], json!([fit]));
}

#[test]
fn the_silhouette_chooses_the_number_of_clusters() {
    let folder = Folder::new("features-auto");
    for options in [&[][..], &["--k", "auto"]] {
        let said = clusters(&folder, "id,x\na,0\nb,1\nc,50\nd,51\ne,100\nf,101\n", options);
        let tried = said["by_k"].as_array().unwrap();
        let tried: Vec<_> = tried.iter().map(|fit| fit["k"].as_u64().unwrap()).collect();
        assert_eq!(tried, [2, 3, 4, 5, 6]);
        assert_eq!((&said["k"], &said["sizes"]), (&json!(3), &json!([2, 2, 2])));
        assert_eq!(said["by_k"][1]["inertia"], said["inertia"]);
    }
}

#[test]
fn one_cluster_and_columns_that_tell_nothing() {
    let folder = Folder::new("features-one");
    let said = clusters(&folder, POINTS, &["--k", "1"]);
    assert_eq!((&said["k"], &said["silhouette"]), (&json!(1), &Value::Null));
    assert_eq!(said["sizes"], json!([5]));
    // Two columns of five, each of variance 1.
    assert!((said["inertia"].as_f64().unwrap() - 10.0).abs() < 1e-12);
    assert_eq!(said["centroids"], json!([[5.0, 1.0]]));
    // A constant column has no effect.
    let said = clusters(&folder, "id,x,y\na,1,7.1\nb,1,7.1\nc,9,7.1\n", &["--k", "2"]);
    assert_eq!(said["centroids"], json!([[1.0, 7.1], [9.0, 7.1]]));
    assert_eq!((&said["inertia"], &said["silhouette"]), (&json!(0.0), &json!(2.0 / 3.0)));
    // Only constants: one cluster, whatever k is requested.
    let said = clusters(&folder, "id,x\na,1\nb,1\nc,1\n", &[]);
    assert_eq!((&said["k"], &said["sizes"]), (&json!(1), &json!([3])));
    let said = clusters(&folder, "id,x\na,4\n", &[]);
    assert_eq!((&said["k"], &said["centroids"]), (&json!(1), &json!([[4.0]])));
}

#[test]
fn a_seed_says_what_comes_to_the_last_digit() {
    let folder = Folder::new("features-seed");
    let mut chance = 1_u64;
    let mut number = || {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (chance >> 40) as f64 / 1e3
    };
    let rows: Vec<String> =
        (0..120).map(|row| format!("{row},{},{},{}", number(), number(), number())).collect();
    let table = rows.join("\n");
    let said = |options: &[&str]| clusters(&folder, &table, options).to_string();
    for seed in ["0", "1", "18446744073709551615"] {
        let options = ["--seed", seed, "--starts", "3"];
        assert_eq!(said(&options), said(&options), "{seed}");
    }
    assert_eq!(said(&[]), said(&["--k", "auto", "--seed", "0", "--starts", "20"]));
}

#[test]
fn a_silhouette_of_a_sample_says_so() {
    let folder = Folder::new("features-sample");
    let table = |rows: usize| -> String {
        (0..rows).map(|row| format!("c{row},{}\n", row % 2 * 100 + row / 2 % 7)).collect()
    };
    let options = ["--k", "2", "--starts", "1"];
    let all = clusters(&folder, table(5000), &options);
    assert_eq!(all.get("silhouette_sample"), None);
    let sampled = clusters(&folder, table(5001), &options);
    assert_eq!(sampled["silhouette_sample"], 5000);
}

#[test]
fn the_ways_people_write_a_table() {
    let folder = Folder::new("features-written");
    let plain = clusters(&folder, POINTS, &["--k", "2"]);
    let (gb18030, _, _) =
        encoding_rs::GB18030.encode("客户编号,电量,户数\na,0,0\nb,0,2\nc,10,0\nd,10,2\ne,5,1\n");
    let written: [&[u8]; 10] = [
        "\u{feff}id,x,y\r\na,0,0\r\nb,0,2\r\nc,10,0\r\nd,10,2\r\ne,5,1\r\n".as_bytes(),
        b"id;x;y\na;0;0\nb;0,0;2\nc;10,0;0\nd;10;2\ne;5;1\n",
        b"id;x;y\na;0.000;0\nb;0;2.000\nc;10.000;0\nd;10;2\ne;5;1",
        b"id\tx\ty\na\t0\t0\nb\t0\t2\nc\t10\t0\nd\t10\t2\ne\t5\t1\n",
        b"\"id\",\"x\",\"y\"\n\"a\",\"0\",\"0\"\nb,0,2\nc,10,0\nd,10,2\ne,5,1\n",
        b"id , x , y\n a , 0 , 0 \nb,0,2\nc,1e1,0\nd,+10,2.\ne,5,1\n",
        b"\n\nid,x,y\n\na,0,0\nb,0,2\n,,\nc,10,0\nd,10,2\ne,5,1\n\n",
        // Headings that are numbers, below a word or an empty cell; and no headings.
        b"customer_id,2023,2024\na,0,0\nb,0,2\nc,10,0\nd,10,2\ne,5,1\n",
        b",2023,2024\na,0,0\nb,0,2\nc,10,0\nd,10,2\ne,5,1\n",
        b"a,0,0\nb,0,2\nc,10,0\nd,10,2\ne,5,1\n",
    ];
    for content in written.into_iter().chain([&*gb18030]) {
        let said = clusters(&folder, content, &["--k", "2"]);
        assert_eq!(said, plain, "{}", String::from_utf8_lossy(content));
    }
}

#[test]
fn tables_that_cannot_be_clustered_are_refused() {
    let folder = Folder::new("features-refused");
    let cases: &[(&[u8], &[&str], &str)] = &[
        (b"", &[], "features.csv: empty file"),
        (b"\xef\xbb\xbf", &[], "features.csv: empty file"),
        (b" \n \n", &[], "features.csv: empty file"),
        (b"%PDF-1.7", &[], "features.csv: wrong type"),
        (b"id,x\n", &[], "features.csv: there are no rows"),
        (b"id\na\nb\n", &[], "line 1: an id and at least one number are needed"),
        (b"id,x,y\na,1,2\nb,3\n", &[], "line 3: 2 cells, but the first row has 3"),
        (b"id,x\na,1\nb,2,3\n", &[], "line 3: 3 cells, but the first row has 2"),
        (b"id,x\na,1\nb,two\n", &[], "line 3: 'two' is not a number"),
        (b"id,x\na,1\nb,\n", &[], "line 3: '' is not a number"),
        (b"id,x\na,NaN\n", &[], "line 2: 'NaN' is not a number"),
        (b"id,x\na,1\nb,inf\n", &[], "line 3: 'inf' is not a number"),
        (b"id,x\na,1\nb,-Infinity\n", &[], "line 3: '-Infinity' is not a number"),
        (b"id,x\na,1e999\n", &[], "line 2: '1e999' is not a number"),
        (b"id,x\na,12 kWh\n", &[], "line 2: '12 kWh' is not a number"),
        (b"id,x\na,1\n\nb,2\na,3\n", &[], "line 5: the id a is already in line 2"),
        (b"id,x\na,1\n,2\n", &[], "line 3: the id is missing"),
        (b"id,x\n\"a,1\nb,2\n", &[], "line 2: a quotation mark is not closed"),
        (
            b"id,x\na,1\nb,1\nc,2\n",
            &["--k", "3"],
            "3 clusters need at least 3 distinct points; there are 2",
        ),
        (b"id,x\na,1\n", &["--k", "0"], "the number of clusters must be at least 1"),
        (b"id,x\na,1\n", &["--starts", "0"], "the number of starts must be at least 1"),
        (b"id,x\na,1e200\nb,-1e200\n", &[], "the range of column 0 is too large"),
    ];
    for (content, options, why) in cases {
        let file = folder.file("features.csv", content);
        refused(&[&["--features", file.as_str()], *options].concat(), why);
    }
    refused(&["--features", "/nowhere/x.csv"], "/nowhere/x.csv: No such file");
}
