namespace EventGen.Testing;

/// <summary>Leaves out or replaces handlers of a bus, so that a test runs the part of them that it is about.</summary>
public static class EventBusBuilderHandlerExtensions
{
    /// <summary>Leaves out every handler that is declared with <c>[Subscribe]</c>. Handlers that subscribe at run time stay.</summary>
    /// <param name="builder">Makes the bus.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static EventBusBuilder WithoutHandlers(this EventBusBuilder builder)
    {
        HandlerChanges.Of(builder).LeaveOutAll();
        return builder;
    }

    /// <summary>Leaves out the handlers of these names, of whichever events.</summary>
    /// <param name="builder">Makes the bus.</param>
    /// <param name="names">The handlers' names, as <see cref="EventDescriptor.Handlers"/> lists them. One that no handler has is an error when the bus is made.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="names"/> is <see langword="null"/>.</exception>
    public static EventBusBuilder WithoutHandlers(this EventBusBuilder builder, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names) HandlerChanges.Of(builder).LeaveOut(name);
        return builder;
    }

    /// <summary>Leaves out the handlers of a class.</summary>
    /// <param name="builder">Makes the bus.</param>
    /// <param name="handlerClass">The class with the handlers, which may be static. One that has none is an error when the bus is made.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="handlerClass"/> is <see langword="null"/>.</exception>
    public static EventBusBuilder WithoutHandlersOf(this EventBusBuilder builder, Type handlerClass)
    {
        ArgumentNullException.ThrowIfNull(handlerClass);
        HandlerChanges.Of(builder).LeaveOut(handlerClass);
        return builder;
    }

    /// <inheritdoc cref="WithoutHandlersOf(EventBusBuilder, Type)"/>
    /// <typeparam name="THandler">The class with the handlers.</typeparam>
    public static EventBusBuilder WithoutHandlersOf<THandler>(this EventBusBuilder builder) => builder.WithoutHandlersOf(typeof(THandler));

    /// <summary>Runs a delegate in the place of a handler: under its name, in its order, with its retries and time limit. Its class is not made.</summary>
    /// <typeparam name="T">The event, or the group, that the handler takes.</typeparam>
    /// <param name="builder">Makes the bus.</param>
    /// <param name="name">The handler's name, as <see cref="EventDescriptor.Handlers"/> lists it. One that no handler of the event has is an error when the bus is made.</param>
    /// <param name="replacement">Called instead, by several threads at the same time.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static EventBusBuilder ReplaceHandler<T>(this EventBusBuilder builder, string name, Action<T> replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        return builder.ReplaceHandler<T>(name, (payload, _) =>
        {
            replacement(payload);
            return default;
        });
    }

    /// <inheritdoc cref="ReplaceHandler{T}(EventBusBuilder, string, Action{T})"/>
    public static EventBusBuilder ReplaceHandler<T>(this EventBusBuilder builder, string name, Func<T, CancellationToken, ValueTask> replacement)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(replacement);
        HandlerChanges.Of(builder).Replace(name, typeof(T), (payload, cancellationToken) => replacement((T)payload, cancellationToken));
        return builder;
    }
}
