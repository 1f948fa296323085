namespace EventGen;

/// <summary>One attempt of one handler on a bus with an outbox, as the code that it runs finds it: the async flow carries it.</summary>
/// <remarks>Used by the handler's flow, which is one thread at a time.</remarks>
internal sealed class HandlerAttempt
{
    private static readonly AsyncLocal<HandlerAttempt?> s_current = new();

    private Func<IHandlerTransaction>? _create;
    private IHandlerTransaction? _own;

    private HandlerAttempt(Guid? emission, string target, HandlerAttempt? outer) => (Emission, Target, Outer) = (emission, target, outer);

    public static HandlerAttempt? Current => s_current.Value;

    /// <summary>The emission; <see langword="null"/> where no mark is left: for events that are not durable, and in <c>InvokeAsync</c>.</summary>
    public Guid? Emission { get; }

    public string Target { get; }

    /// <summary>The attempt whose handler has begun this one, and waits for it as a rule.</summary>
    public HandlerAttempt? Outer { get; }

    /// <summary>True once a handler's scope belongs to it: one that opens inside is of an attempt of its own.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Set by the first use of the attempt's transaction.</summary>
    public IHandlerTransaction? Transaction { get; set; }

    /// <summary>The transaction for a handler whose provider has none. <see langword="null"/> outside of a handler's scope.</summary>
    public IHandlerTransaction? OwnTransaction => _create is { } create ? _own ??= create() : null;

    /// <summary>Begins an attempt of a durable event's target. It ends with the async method that calls this.</summary>
    public static HandlerAttempt Begin(Guid emission, string target) => s_current.Value = new HandlerAttempt(emission, target, s_current.Value);

    /// <summary>The attempt that a new scope belongs to: the one that was begun, or one of its own. It ends with the async method that calls this.</summary>
    /// <param name="createTransaction">Makes its transaction, if the handler takes it and the provider has none.</param>
    public static HandlerAttempt Open(Func<IHandlerTransaction> createTransaction)
    {
        if (s_current.Value is not { IsOpen: false } attempt) s_current.Value = attempt = new HandlerAttempt(null, "", s_current.Value);
        attempt.IsOpen = true;
        attempt._create = createTransaction;
        return attempt;
    }
}
