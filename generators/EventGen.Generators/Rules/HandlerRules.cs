using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Rules;

/// <summary>EVG2xxx: the declaration of handlers.</summary>
internal static class HandlerRules
{
    private const string Category = "EventGen.Handlers";

    public static readonly DiagnosticDescriptor InvalidShape = Error(
        "EVG2001", "Generated code cannot call the handler", "Handler '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor NotAnEvent = Error(
        "EVG2002", "The handler's first parameter is not an event", "Handler '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor AsyncVoid = Error(
        "EVG2003", "The handler is async void",
        "Handler '{0}' is 'async void', so nobody can await it or see it fail; return Task or ValueTask");

    public static readonly DiagnosticDescriptor TokenNotPassed = Rule(
        "EVG2004", "The handler could pass on a CancellationToken", DiagnosticSeverity.Info,
        "Handler '{0}' takes no CancellationToken, but '{1}' accepts one; take one as a parameter and pass it");

    public static readonly DiagnosticDescriptor CannotBeMade = Error(
        "EVG2005", "Generated code cannot make the handler's class", "Handler class '{0}' {1}; {2}");

    public static readonly DiagnosticDescriptor NoServices = Rule(
        "EVG2006", "Nothing in the program provides the services that the handler needs", DiagnosticSeverity.Warning,
        "Handler '{0}' needs services, but nothing in this program seems to give the bus any; call services.AddEventGen(), or UseServices on the bus's builder",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor CapturedScopedService = Rule(
        "EVG2007", "The singleton handler takes a scoped service", DiagnosticSeverity.Warning,
        "Handler class '{0}' is Singleton and would keep '{1}', which {2}, for as long as the bus lives; make the class Scoped",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor EmitCycle = Rule(
        "EVG2008", "Handlers emit in a circle", DiagnosticSeverity.Warning,
        "Handlers emit in a circle that may never end: {0}; take one of the emits out, or make sure that a condition ends it",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor Unhandled = Rule(
        "EVG2009", "Nobody receives the event", DiagnosticSeverity.Info,
        "Event '{0}' has no handler, publisher, subscription or stream in this program; handle or publish it, or remove it",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ConflictingLifetimes = Error(
        "EVG2010", "The handlers of one class ask for different lifetimes",
        "Handler class '{0}' is asked to be both Scoped (by '{1}') and Singleton (by '{2}'); choose one lifetime for the class");

    public static readonly DiagnosticDescriptor OutOfReach = Error(
        "EVG2011", "The generator cannot see a type that the handler takes",
        "Handler '{0}' is not called: a type that it takes is in reach only through what another generator writes; "
        + "add a using for its namespace to the file, and declare the event itself by hand");

    public static readonly DiagnosticDescriptor MisplacedAttribute = Rule(
        "EVG2013", "The attribute stands on no handler", DiagnosticSeverity.Warning, "[{0}] has no effect on '{1}', {2}; {3}");

    public static readonly DiagnosticDescriptor OwnConnection = Rule(
        "EVG2014", "A durable event's handler writes on a connection of its own", DiagnosticSeverity.Warning,
        "Handler '{0}' of the durable event '{1}' writes on a connection of its own to what may be the outbox's database, so a crash may make it write twice; "
        + "take an OutboxTransaction and write on its Connection",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor SameName = Rule(
        "EVG2016", "Two handlers of one event have one name", DiagnosticSeverity.Error,
        "Handlers '{0}' and '{1}' of one event have the same name, '{2}', so settings, outbox and replays cannot tell them apart; "
        + "set another Name in the [Subscribe] of one of them",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor BlankName = Error(
        "EVG2017", "The handler's name is blank", "Handler '{0}' has a Name that is blank; give it a name that can be seen, or leave Name out");

    public static readonly DiagnosticDescriptor NothingDerives = Rule(
        "EVG2018", "Nothing in the project derives from the base class of handlers", DiagnosticSeverity.Info,
        "Handler class '{0}' is {1}, and no class of this project that can be made derives from it, so its handlers are called only for classes of other projects; {2}");

    public static readonly DiagnosticDescriptor NotRead = Error(
        "EVG2015", "The generator does not see the handler",
        "Handler '{0}' is not called: {1} stands in what another generator writes, and generators do not see each other's output; move {1} to a file such as '{2}'");

    private static DiagnosticDescriptor Error(string id, string title, string message) => Rule(id, title, DiagnosticSeverity.Error, message);

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity, string message, params string[] tags) => new(
        id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id), customTags: tags);
}
