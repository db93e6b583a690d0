//! `wenda gateway` while an engine does not do what it is asked: what one search meets is not the trouble of others.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::gateway_process::{GatewayProcess, PATIENCE, exported, timeless};
use crate::mariadb::{Cluster, has_mariadb};
use crate::support::Site;

/// An engine with articles about zebras, some of which are about the animal that is named.
fn zoo(animal: &str) -> Site {
    let site = Site::empty();
    site.write("content/site.yaml", "title: Help\n");
    for number in 0..20 {
        let text = format!("# Is zebra {number} a {animal}?\n\nIt is a {animal} of a zebra.\n");
        site.write(&format!("content/faq/basics/{animal}{number}.md"), text);
    }
    site
}

fn loaded(site: &Site) -> Cluster {
    let engine = Cluster::alone();
    let (_out, script) = exported(site.path(), &[]);
    engine.load(&script);
    engine
}

fn version(engine: &Cluster) -> String {
    engine.ask(0, "SELECT version FROM wenda.wenda_current")
}

/// Several engines, as the nodes of one.
fn together(engines: &[&Cluster]) -> String {
    let address = engines[0].address();
    let hosts = engines.iter().map(|engine| engine.address().split(['@', '/']).nth(3).unwrap().to_owned());
    let own = address.split(['@', '/']).nth(3).unwrap();
    address.replace(own, &hosts.collect::<Vec<_>>().join(","))
}

fn until(case: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "{case}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// It was asked for ten seconds as often as it could answer, and all others were told that the engine is away.
#[test]
fn a_search_that_a_node_refuses_is_no_failure_of_the_node() {
    if !has_mariadb() {
        return;
    }
    let site = zoo("mule");
    let [broken, whole] = [loaded(&site), loaded(&site)];
    let alone = GatewayProcess::start(&broken.address(), &["--memory", "0"]).ready();
    broken.ask(0, &format!("ALTER TABLE wenda.wenda_documents_{} DROP INDEX tokens", version(&broken)));
    let answer = alone.search("zebra", "");
    assert_eq!(answer.status, 503, "{}", answer.body);
    let rounds = broken.ask(0, "SHOW STATUS LIKE 'Com_select'");
    let asked: u64 = rounds.rsplit('\t').next().unwrap().parse().unwrap();
    assert!(asked < 100, "it is asked a few times, not {asked}");
    let both = GatewayProcess::start(&together(&[&broken, &whole]), &["--memory", "0"]).ready();
    for _ in 0..6 {
        let answer = both.search("zebra", "");
        assert_eq!((answer.status, timeless(&answer.body)["total"].as_u64()), (200, Some(20)), "another node answers");
    }
    for gateway in [&alone, &both] {
        assert!(!gateway.has_told("node_failed"), "it answers what it can");
        assert_eq!(gateway.get("/ready").status, 200);
    }
}

/// Servers and what stands before them close connections that nobody used for a while.
#[test]
fn a_connection_that_was_closed_is_no_failure_of_the_node() {
    if !has_mariadb() {
        return;
    }
    let engine = loaded(&zoo("mule"));
    let gateway = GatewayProcess::start(&engine.address(), &["--memory", "0"]).ready();
    let connections = "SELECT GROUP_CONCAT(id) FROM information_schema.processlist WHERE user = 'wenda'";
    for _ in 0..5 {
        thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(|| gateway.search("zebra", "")))));
        for connection in engine.ask(0, connections).split(',') {
            // The one that follows the versions may be asking, and then it is told in another way; others may have ended.
            let _ended = engine.try_ask(0, &format!("KILL SOFT CONNECTION {connection}"));
        }
        assert_eq!(gateway.search("zebra", "").status, 200);
    }
    assert!(!gateway.has_told("node_failed"), "it was there all the time");
}

/// Each try left a question behind that the node went on with, beside the next one.
#[test]
fn a_question_that_nobody_waits_for_ends() {
    if !has_mariadb() {
        return;
    }
    let engine = loaded(&zoo("mule"));
    let limits = ["--memory", "0", "--node-timeout", "200", "--timeout", "1000"];
    let gateway = GatewayProcess::start(&engine.address(), &limits).ready();
    let mut other = engine.open_client();
    let mut statements = other.stdin.take().unwrap();
    writeln!(statements, "LOCK TABLES wenda_documents_{} WRITE; SELECT 'locked';", version(&engine)).unwrap();
    other.stdout.take().unwrap().read_exact(&mut [0; 6]).unwrap();
    assert_eq!(gateway.search("zebra", "").status, 503);
    let waiting = "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'wenda' AND state LIKE 'Waiting%'";
    until("nobody waits for these any more", || engine.ask(0, waiting) == "0");
    assert!(!gateway.has_told("node_failed"), "a node that says that it is slow is there");
    drop(statements);
    other.wait().unwrap();
    until("it answers again", || gateway.search("zebra", "").status == 200);
}

/// All turns were taken by those who waited for the engine.
#[test]
fn what_is_remembered_is_answered_while_others_wait_for_the_engine() {
    if !has_mariadb() {
        return;
    }
    let engine = loaded(&zoo("mule"));
    let limits = ["--node-timeout", "60000", "--timeout", "60000"];
    let gateway = GatewayProcess::start(&engine.address(), &limits).ready();
    let known = gateway.search("zebra", "");
    let answered = AtomicUsize::new(0);
    engine.hold(true);
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(2, usize::from).max(2);
        for number in 0..10 * cores {
            let (gateway, answered) = (&gateway, &answered);
            scope.spawn(move || {
                assert_eq!(gateway.search(&format!("mule {number}"), "").status, 200);
                answered.fetch_add(1, Ordering::SeqCst);
            });
        }
        // All of them have come, as far as can be told from outside.
        thread::sleep(Duration::from_millis(500));
        let again = gateway.search("zebra", "");
        let before = answered.load(Ordering::SeqCst);
        engine.hold(false);
        assert_eq!((again.status, again.body, before), (200, known.body.clone(), 0));
    });
}

/// A relay to an engine, which keeps answers back for a while when it is told so.
fn slow_relay(engine: &Cluster, is_slow: &Arc<AtomicBool>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().to_string();
    let address = engine.address();
    let host = address.split(['@', '/']).nth(3).unwrap().to_owned();
    let (there, is_slow) = (host.clone(), Arc::clone(is_slow));
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let server = TcpStream::connect(&there).unwrap();
            let (mut asked, mut asks) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || std::io::copy(&mut asked, &mut asks));
            let is_slow = Arc::clone(&is_slow);
            thread::spawn(move || {
                let (mut server, mut client, mut part) = (server, client, vec![0; 1 << 16]);
                while let Ok(read @ 1..) = server.read(&mut part) {
                    if is_slow.load(Ordering::SeqCst) {
                        thread::sleep(Duration::from_millis(250));
                    }
                    if client.write_all(&part[..read]).is_err() {
                        break;
                    }
                }
            });
        }
    });
    address.replace(&host, &own)
}

/// Only tries were counted against its time, not what each of them asked.
#[test]
fn a_search_that_asks_often_ends_in_its_time() {
    if !has_mariadb() {
        return;
    }
    let engine = loaded(&zoo("mule"));
    let is_slow = Arc::new(AtomicBool::new(false));
    let limits = ["--memory", "0", "--node-timeout", "450", "--timeout", "500"];
    let gateway = GatewayProcess::start(&slow_relay(&engine, &is_slow), &limits).ready();
    let rounds = gateway.metric("wenda_gateway_engine_rounds_total");
    assert_eq!(gateway.search("zebra mule", "").status, 200);
    let rounds = gateway.metric("wenda_gateway_engine_rounds_total") - rounds;
    assert!(rounds > 2.0, "a search of {rounds} rounds takes longer than it may, where each takes 250 ms");
    is_slow.store(true, Ordering::SeqCst);
    assert_eq!(gateway.search("zebra mule", "").status, 503);
}

/// A connection that was kept said of a version that came back what was so before.
#[test]
fn a_version_that_comes_back_is_asked_for_anew() {
    if !has_mariadb() {
        return;
    }
    let [mules, foals, colts] = ["mule", "foal", "colt"].map(|animal| exported(zoo(animal).path(), &[]));
    let [one, other] = [(); 2].map(|()| Cluster::alone());
    [&one, &other].iter().for_each(|engine| engine.load(&mules.1));
    let gateway = GatewayProcess::start(&together(&[&one, &other]), &["--memory", "0"]).ready();
    let found = || {
        let answer = gateway.search("zebra", "&limit=50");
        assert_eq!(answer.status, 200, "{}", answer.body);
        let reply = timeless(&answer.body);
        let hits = reply["hits"].as_array().unwrap();
        let animals: BTreeSet<String> = hits.iter().map(|hit| hit["id"].as_str().unwrap()[..4].to_owned()).collect();
        assert_eq!((hits.len(), animals.len()), (20, 1), "all of one version, whichever it is: {animals:?}");
        animals.into_iter().next().unwrap()
    };
    let ask_at_once = || thread::scope(|scope| (0..12).for_each(|_| drop(scope.spawn(found))));
    ask_at_once();
    for (_out, next) in [&foals, &colts] {
        [&one, &other].iter().for_each(|engine| engine.load(next));
        until("the next version", || gateway.get("/metrics").body.contains(&version(&one)) && found() != "mule");
    }
    // One of them has it again, the other is in the middle of it.
    let script = std::fs::read_to_string(&mules.1).unwrap();
    let end = script.find("\nREPLACE INTO wenda_terms_").unwrap();
    let half = mules.1.with_extension("half");
    std::fs::write(&half, &script[..=end]).unwrap();
    other.load(&half);
    other.ask(0, &format!("DELETE FROM wenda.wenda_documents_{} ORDER BY id LIMIT 10", mules_version(&script)));
    one.load(&mules.1);
    until("the version that came back", || found() == "mule");
    (0..20).for_each(|_| ask_at_once());
}

fn mules_version(script: &str) -> String {
    script.lines().next().unwrap().rsplit("version ").next().unwrap().trim_end_matches('.').to_owned()
}

/// The tag was that of the version before, where another was answered from.
#[test]
fn an_answer_is_tagged_by_the_version_that_it_is_from() {
    if !has_mariadb() {
        return;
    }
    let engine = loaded(&zoo("mule"));
    let gateway = GatewayProcess::start(&engine.address(), &[]).ready();
    let tag = |answer: &crate::gateway_process::Answer| {
        answer.head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned()
    };
    for (asked, animal) in ["foal", "colt", "kiang"].into_iter().enumerate() {
        // What is remembered of a version is answered until it is known that there is another.
        let zebras = || gateway.search("zebra", &format!("&limit={}", asked + 1));
        let old = version(&engine);
        let (_out, next) = exported(zoo(animal).path(), &[]);
        // Who still reads the one before is told that it is gone, and goes on with the next one.
        let mut script = std::fs::read_to_string(&next).unwrap();
        script += &format!("DROP TABLE wenda_documents_{old}, wenda_terms_{old};\n");
        std::fs::write(&next, script).unwrap();
        engine.load(&next);
        let answer = zebras();
        assert!(answer.body.contains(animal), "{}", answer.body);
        assert_eq!(tag(&answer), tag(&zebras()), "{animal}");
    }
}

/// It told that it stops when it had stopped, and waited for an engine that said nothing for as long as a search may take.
#[test]
fn a_gateway_stops_although_the_engine_says_nothing() {
    if !has_mariadb() {
        return;
    }
    let engine = loaded(&zoo("mule"));
    let limits = ["--node-timeout", "60000", "--timeout", "60000"];
    let mut gateway = GatewayProcess::start(&engine.address(), &limits).ready();
    engine.hold(true);
    let mut stream = TcpStream::connect(&gateway.address).unwrap();
    write!(stream, "GET /api/search?q=zebra HTTP/1.1\r\nHost: gateway\r\n\r\n").unwrap();
    thread::sleep(Duration::from_millis(200));
    gateway.terminate();
    until("it tells that it stops", || gateway.has_told("stopping"));
    assert!(gateway.process.try_wait().unwrap().is_none(), "who is being answered is waited for");
    let begun = Instant::now();
    while gateway.process.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < PATIENCE, "it waits for the engine");
        thread::sleep(Duration::from_millis(50));
    }
    assert!(gateway.process.wait().unwrap().success());
    engine.hold(false);
}
