using EventGen.CompilerServices;

namespace EventGen;

/// <summary>A handler marked <c>[Subscribe]</c> in a module of a bus that is being created. Not thread safe.</summary>
/// <remarks>See <see cref="EventBusBuilder.ChangeHandlers"/>.</remarks>
public sealed class DeclaredHandler
{
    private readonly HandlerInfo _handler;

    internal DeclaredHandler(Type payloadType, HandlerInfo handler) => (PayloadType, _handler) = (payloadType, handler);

    /// <summary>The event, or the group, that the handler takes.</summary>
    public Type PayloadType { get; }

    /// <summary>Its name, as <see cref="EventDescriptor.Handlers"/> lists it.</summary>
    public string Name => _handler.Name;

    /// <summary>The full name of its class, as C# writes it: <c>Shop.Orders.Receipts</c>, also for a nested class.</summary>
    public string ClassName => _handler.Method[..Math.Max(0, _handler.Method.LastIndexOf('.'))];

    /// <summary>What is called instead; <see langword="null"/> for the handler itself.</summary>
    internal EventDelegate? Replacement { get; private set; }

    /// <summary>True when the bus is to have no such handler.</summary>
    internal bool IsLeftOut { get; private set; }

    /// <summary>Creates the bus without the handler. If nothing else needs its class, that is not created.</summary>
    public void LeaveOut() => (IsLeftOut, Replacement) = (true, null);

    /// <summary>Calls something else in the place of the handler: under its name, in its order, with its retries and time limit. Its class is not created, and needs no services.</summary>
    /// <param name="replacement">Called by several threads at the same time.</param>
    /// <exception cref="ArgumentNullException"><paramref name="replacement"/> is <see langword="null"/>.</exception>
    public void Replace(EventDelegate replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        (IsLeftOut, Replacement) = (false, replacement);
    }

    /// <summary>The handler that the bus has; <see langword="null"/> for none.</summary>
    internal HandlerInfo? Adapted => IsLeftOut ? null : Replacement is null ? _handler : _handler with { Traits = _handler.Traits & ~(HandlerTraits.Services | HandlerTraits.EmitsNothing) };

    /// <summary>Whether an attempt is one of this handler.</summary>
    internal bool IsOf(EventInvocation invocation) => invocation.Handler == Name && PayloadType.IsInstanceOfType(invocation.Payload);
}
