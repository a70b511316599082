//! A local authority, certificates good and bad, and a server that shows them.

use std::net::TcpListener;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::http::{Handler, connection};

/// An authority that nobody knows unless told.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its certificate in PEM form.
    pub pem: String,
}

impl Authority {
    pub fn new() -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).expect("signed").pem();
        let issuer = Issuer::new(params, key);
        Self { issuer, pem }
    }

    /// A server's certificate for a host; an expired one ended in 1976.
    pub fn certificate(&self, host: &str, expired: bool) -> ServerConfig {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(vec![host.to_owned()]).expect("a host");
        if expired {
            params.not_before = date_time_ymd(1975, 1, 1);
            params.not_after = date_time_ymd(1976, 1, 1);
        }
        let certificate = params.signed_by(&key, &self.issuer).expect("signed");
        config(certificate.der().clone(), &key)
    }
}

/// A certificate that no authority signed.
pub fn self_signed(host: &str) -> ServerConfig {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec![host.to_owned()]).expect("a host");
    config(
        params.self_signed(&key).expect("signed").der().clone(),
        &key,
    )
}

fn config(certificate: rustls::pki_types::CertificateDer<'static>, key: &KeyPair) -> ServerConfig {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate with its key")
}

/// Serves encrypted until the test ends; returns the base address.
pub fn serve(config: ServerConfig, handler: Arc<Handler>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let config = Arc::new(config);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, handler) = (Arc::clone(&config), Arc::clone(&handler));
            std::thread::spawn(move || {
                let session = ServerConnection::new(config).ok()?;
                connection(StreamOwned::new(session, stream), &*handler)
            });
        }
    });
    format!("https://localhost:{port}")
}
