using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Rules;

/// <summary>EVG4xxx: the calls of emitters and subscribers.</summary>
internal static class UsageRules
{
    private const string Category = "EventGen.Usage";

    public static readonly DiagnosticDescriptor LostSubscription = Rule(
        "EVG4001", "The subscription is thrown away", DiagnosticSeverity.Warning,
        "The {0} of '{1}' is thrown away, so nothing can end it; keep it and dispose it, or assign it to '_' if it lives as long as the process");

    public static readonly DiagnosticDescriptor LostTask = Rule(
        "EVG4002", "The task of an emit is neither awaited nor kept", DiagnosticSeverity.Warning,
        "The task of '{0}' of '{1}' is neither awaited nor kept, so {2}; await it");

    public static readonly DiagnosticDescriptor BlockingEmit = Rule(
        "EVG4003", "Emit may block an asynchronous method", DiagnosticSeverity.Info,
        "'Emit' of '{0}', which {1}, may block this asynchronous method while the queue is full; await 'EmitAsync'");

    public static readonly DiagnosticDescriptor IgnoredRefusal = Rule(
        "EVG4004", "The result of TryEnqueue is ignored", DiagnosticSeverity.Warning,
        "'TryEnqueue' of '{0}' returns false when the queue is full and the event is lost; handle that, or await 'EmitAsync'");

    public static readonly DiagnosticDescriptor BlockingWait = Rule(
        "EVG4005", "A thread is blocked until an emit is done", DiagnosticSeverity.Warning,
        "'{0}' blocks the thread until '{1}' of '{2}' is done, which may deadlock; await it");

    public static readonly DiagnosticDescriptor CapturedVariable = Rule(
        "EVG4006", "A queued handler captures a variable that changes", DiagnosticSeverity.Warning,
        "The handler of '{0}' captures '{1}', which {2} and may have another value when the handler runs; capture a copy that does not change");

    public static readonly DiagnosticDescriptor DurableEnqueue = Rule(
        "EVG4007", "TryEnqueue of a durable event", DiagnosticSeverity.Error,
        "'TryEnqueue' of the durable event '{0}' throws, because a durable event is accepted by a commit that has to be waited for; await 'EmitAsync'");

    private static DiagnosticDescriptor Rule(string id, string title, DiagnosticSeverity severity, string message) => new(
        id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id));
}
