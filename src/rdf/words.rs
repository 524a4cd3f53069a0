//! The vocabularies: words that every graph uses, and the namespaces of words that it brings.

/// Labels, types of relationships and keys of properties: `urn:kroniek-vocabulary:PARTY_TO`.
pub(super) const VOCABULARY: &str = "urn:kroniek-vocabulary:";
/// Roles as individuals: `urn:kroniek-role:lender`.
pub(super) const ROLE: &str = "urn:kroniek-role:";
/// Entities of Wikidata: `Q184`.
pub(super) const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// Prefixes with their namespaces; queries need not declare them.
pub const PREFIXES: [(&str, &str); 11] = [
    ("kroniek", VOCABULARY),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("role", ROLE),
    ("schema", "https://schema.org/"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("time", "http://www.w3.org/2006/time#"),
    ("wikidata", WIKIDATA),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! words {
    ($($word:ident = $iri:literal,)*) => {
        /// A word of a vocabulary of others, or a datatype.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the specifications of the vocabularies say what they mean")]
        pub enum Word {
            $($word,)*
        }

        impl Word {
            /// All words.
            pub const ALL: &[Word] = &[$(Word::$word,)*];

            /// Its IRI.
            pub const fn iri(self) -> &'static str {
                match self {
                    $(Word::$word => $iri,)*
                }
            }
        }
    };
}

words! {
    RdfType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    RdfStatement = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement",
    RdfSubject = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject",
    RdfPredicate = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate",
    RdfObject = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object",
    RdfValue = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    RdfJson = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON",
    RdfsLabel = "http://www.w3.org/2000/01/rdf-schema#label",
    XsdInteger = "http://www.w3.org/2001/XMLSchema#integer",
    XsdDouble = "http://www.w3.org/2001/XMLSchema#double",
    XsdBoolean = "http://www.w3.org/2001/XMLSchema#boolean",
    XsdDate = "http://www.w3.org/2001/XMLSchema#date",
    XsdTime = "http://www.w3.org/2001/XMLSchema#time",
    XsdDateTime = "http://www.w3.org/2001/XMLSchema#dateTime",
    XsdDuration = "http://www.w3.org/2001/XMLSchema#duration",
    XsdAnyUri = "http://www.w3.org/2001/XMLSchema#anyURI",
    KroniekTemporal = "urn:kroniek-datatype:temporal",
    EdtfDate = "http://id.loc.gov/datatypes/edtf/EDTF",
    SemActor = "http://semanticweb.cs.vu.nl/2009/11/sem/Actor",
    SemEvent = "http://semanticweb.cs.vu.nl/2009/11/sem/Event",
    SemPlace = "http://semanticweb.cs.vu.nl/2009/11/sem/Place",
    SemRole = "http://semanticweb.cs.vu.nl/2009/11/sem/Role",
    SemEventType = "http://semanticweb.cs.vu.nl/2009/11/sem/eventType",
    SemRoleType = "http://semanticweb.cs.vu.nl/2009/11/sem/roleType",
    SemHasActor = "http://semanticweb.cs.vu.nl/2009/11/sem/hasActor",
    SemHasPlace = "http://semanticweb.cs.vu.nl/2009/11/sem/hasPlace",
    SemHasTimeStamp = "http://semanticweb.cs.vu.nl/2009/11/sem/hasTimeStamp",
    SemHasBeginTimeStamp = "http://semanticweb.cs.vu.nl/2009/11/sem/hasBeginTimeStamp",
    SemHasEndTimeStamp = "http://semanticweb.cs.vu.nl/2009/11/sem/hasEndTimeStamp",
    SemHasEarliest = "http://semanticweb.cs.vu.nl/2009/11/sem/hasEarliestBeginTimeStamp",
    SemHasLatest = "http://semanticweb.cs.vu.nl/2009/11/sem/hasLatestEndTimeStamp",
    TimeInstant = "http://www.w3.org/2006/time#Instant",
    TimeInterval = "http://www.w3.org/2006/time#Interval",
    TimeHasTime = "http://www.w3.org/2006/time#hasTime",
    TimeHasBeginning = "http://www.w3.org/2006/time#hasBeginning",
    TimeHasEnd = "http://www.w3.org/2006/time#hasEnd",
    TimeInXsdDate = "http://www.w3.org/2006/time#inXSDDate",
    ProvEntity = "http://www.w3.org/ns/prov#Entity",
    ProvWasDerivedFrom = "http://www.w3.org/ns/prov#wasDerivedFrom",
    ProvWasAttributedTo = "http://www.w3.org/ns/prov#wasAttributedTo",
    OaAnnotation = "http://www.w3.org/ns/oa#Annotation",
    OaSpecificResource = "http://www.w3.org/ns/oa#SpecificResource",
    OaTextQuoteSelector = "http://www.w3.org/ns/oa#TextQuoteSelector",
    OaTextPositionSelector = "http://www.w3.org/ns/oa#TextPositionSelector",
    OaHasBody = "http://www.w3.org/ns/oa#hasBody",
    OaHasTarget = "http://www.w3.org/ns/oa#hasTarget",
    OaHasSource = "http://www.w3.org/ns/oa#hasSource",
    OaHasSelector = "http://www.w3.org/ns/oa#hasSelector",
    OaExact = "http://www.w3.org/ns/oa#exact",
    OaStart = "http://www.w3.org/ns/oa#start",
    OaEnd = "http://www.w3.org/ns/oa#end",
    SchemaArticle = "https://schema.org/Article",
    SchemaClaim = "https://schema.org/Claim",
    SchemaIdentifier = "https://schema.org/identifier",
    SchemaName = "https://schema.org/name",
    SchemaAlternateName = "https://schema.org/alternateName",
    SchemaDescription = "https://schema.org/description",
    SchemaSameAs = "https://schema.org/sameAs",
    SchemaHeadline = "https://schema.org/headline",
    SchemaDatePublished = "https://schema.org/datePublished",
    SchemaPublisher = "https://schema.org/publisher",
    SchemaInLanguage = "https://schema.org/inLanguage",
    SchemaUrl = "https://schema.org/url",
    SchemaWordCount = "https://schema.org/wordCount",
    SchemaParticipant = "https://schema.org/participant",
    SchemaMentions = "https://schema.org/mentions",
    SchemaAbout = "https://schema.org/about",
    SchemaMemberOf = "https://schema.org/memberOf",
    SchemaIsPartOf = "https://schema.org/isPartOf",
    SchemaSuperEvent = "https://schema.org/superEvent",
    SchemaContainedInPlace = "https://schema.org/containedInPlace",
}

/// Writes out a prefixed name; an IRI stays as it is.
pub(super) fn expanded(name: &str) -> String {
    if let Some((prefix, rest)) = name.split_once(':')
        && let Some((_, namespace)) = PREFIXES.iter().find(|(known, _)| *known == prefix)
    {
        return format!("{namespace}{rest}");
    }
    name.to_owned()
}
