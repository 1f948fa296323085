using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Rules;

/// <summary>EVG1xxx: the declaration of events.</summary>
internal static class EventRules
{
    private const string Category = "EventGen.Events";

    public static readonly DiagnosticDescriptor TypeCannotBeEvent = Error(
        "EVG1001", "Generated code cannot name the event's type", "Event '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor DuplicateId = Error(
        "EVG1002", "Two events have one id", "Events '{0}' and '{1}' both have the id '{2}'; give one of them another id",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor InvalidId = Error(
        "EVG1003", "The event's id is malformed",
        "Event '{0}' has the id '{1}'; use lower-case ASCII words and digits with '.' or '-' between them, such as '{2}'");

    public static readonly DiagnosticDescriptor AccessorTaken = Error(
        "EVG1004", "The accessor's name is taken", "{0} '{1}' cannot have the accessor '{2}': {3}; {4}",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor Mutable = Warning(
        "EVG1005", "The payload can be changed after it was emitted", "Event '{0}' can be changed after it was emitted: {1}; {2}");

    public static readonly DiagnosticDescriptor InvalidKey = Error(
        "EVG1006", "The event's key cannot order deliveries", "Event '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor MissingJson = Error(
        "EVG1007", "No JsonSerializerContext lists the published event",
        "Event '{0}' {1}, but no JsonSerializerContext of its project lists {2}; add '[JsonSerializable(typeof({3}))]' to {4}");

    public static readonly DiagnosticDescriptor NotSerializable = Warning(
        "EVG1008", "System.Text.Json cannot write or read back the published event", "Event '{0}' is published, but {1}; {2}");

    public static readonly DiagnosticDescriptor AccessorClassTaken = Warning(
        "EVG1009", "Two referenced assemblies have one accessor class",
        "'{0}' is the accessor class of both '{1}' and '{2}'; {3}");

    public static readonly DiagnosticDescriptor InvalidAccessor = Error(
        "EVG1010", "The accessor's name is no identifier",
        "{0} '{1}' asks for the accessor '{2}', which is no identifier; use letters, digits and '_', such as '{3}'");

    public static readonly DiagnosticDescriptor MisplacedAttribute = Warning(
        "EVG1011", "The attribute stands on no event", "[{0}] has no effect on '{1}', {2}; {3}");

    public static readonly DiagnosticDescriptor DerivedEvent = Rule(
        "EVG1013", "An event derives from an event", DiagnosticSeverity.Info,
        "Event '{0}' derives from the event '{1}', whose handlers do not run when it is emitted; handle it too, or put both in a group and handle that");

    public static readonly DiagnosticDescriptor AccessorShared = Error(
        "EVG1014", "Two referenced assemblies have accessors of one name",
        "'{0}' is the accessor of {1}, so '{2}' has none of that name; write {3}");

    public static readonly DiagnosticDescriptor AccessorsHidden = Error(
        "EVG1015", "The class of accessors is hidden", "'{0}' {1}, not the class of accessors; {2}");

    public static readonly DiagnosticDescriptor AliasInTheWay = Warning(
        "EVG1016", "An alias keeps the project from having its own",
        "The alias '{0}' of '{1}' keeps the project from having one that reaches every event; remove it");

    public static readonly DiagnosticDescriptor NotRead = Error(
        "EVG1017", "The generator does not see the declaration",
        "[{0}] has no effect on '{1}': it stands in what another generator writes, and generators do not see each other's output; move it to a file such as '{2}'");

    public static readonly DiagnosticDescriptor ModuleTaken = Error(
        "EVG1018", "Two assemblies have one module",
        "'{0}' is the module of both '{1}' and '{2}', so generated code cannot tell them apart and leaves referenced ones out; "
        + "name one of them otherwise with [assembly: EventGenOptions(ModuleName = \"{3}\")] in '{1}', or put the reference to one behind an extern alias",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor InvalidValue = Error(
        "EVG1019", "A publisher or version of the declaration cannot be", "'{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor NotDurable = Error(
        "EVG1012", "The type cannot be a durable event", "'{0}' is marked [Durable], but {1}; {2}");

    private static DiagnosticDescriptor Error(string id, string title, string message, params string[] tags) =>
        Rule(id, title, DiagnosticSeverity.Error, message, tags);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Rule(id, title, DiagnosticSeverity.Warning, message);

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity, string message, params string[] tags) => new(
        id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id), customTags: tags);
}
