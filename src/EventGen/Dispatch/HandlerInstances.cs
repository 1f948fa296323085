using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.CompilerServices;

/// <summary>Makes, keeps and disposes the handler instances of one bus. Used by generated code. Thread safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HandlerInstances
{
    private readonly IServiceProvider? _services;
    private readonly ILogger _logger;
    private readonly Func<Type, HandlerLifetime, Func<IServiceProvider?, object?>?>? _source;

    // Made when they are first needed.
    private ConcurrentDictionary<Type, HandlerInstance>? _singletons;
    private ConcurrentStack<object>? _owned;

    // Set once, before the bus starts; null when there are none, so that an attempt asks for nothing.
    private volatile IReadOnlyDictionary<Type, Func<IServiceProvider?, object?>>? _sources;

    // The first circle of constructors that was found.
    private volatile HandlerCircleException? _circle;

    internal HandlerInstances(
        IServiceProvider? services, ILogger logger, CancellationToken stopping, Func<Type, HandlerLifetime, Func<IServiceProvider?, object?>?>? source = null) =>
        (_services, _logger, Stopping, _source) = (services, logger, stopping, source);

    /// <summary>Cancelled when the bus gives up draining.</summary>
    internal CancellationToken Stopping { get; }

    /// <summary>Makes the transaction of an attempt whose provider has none; <see langword="null"/> on a bus without an outbox.</summary>
    internal Func<IHandlerTransaction>? CreateTransaction { get; init; }

    /// <summary>The circle of handler constructors that was found, if there is one.</summary>
    internal HandlerCircleException? Circle => _circle;

    /// <summary>The one instance of a handler class on this bus: the container's if it has the class, else made here.</summary>
    /// <param name="create">Makes the instance; given <see langword="null"/> on a bus without a provider.</param>
    /// <exception cref="InvalidOperationException">The class needs services and the bus has none; or its constructor emits what needs the class.</exception>
    public THandler Singleton<THandler>(Func<IServiceProvider?, THandler> create) where THandler : class =>
        (THandler)Singleton(typeof(THandler), create);

    /// <summary>The handler that comes from elsewhere; <see langword="null"/> when the bus takes or makes its own.</summary>
    /// <param name="type">The handler class.</param>
    /// <param name="services">The services of the attempt.</param>
    internal object? FromSource(Type type, IServiceProvider? services) =>
        _sources is { } sources && sources.TryGetValue(type, out var source) && source(services) is { } instance && type.IsInstanceOfType(instance) ? instance : null;

    /// <summary>Opens the scope of one delivery attempt; on a bus without a provider one that has no services.</summary>
    /// <param name="context">The event's context, if the handler takes it.</param>
    public HandlerScope CreateScope(EventContext? context)
    {
        var attempt = CreateTransaction is { } create ? HandlerAttempt.Open(create) : null;
        if (_services is null) return new HandlerScope(this, null, context, attempt);
        using (ForeignCallScope.Enter()) return new HandlerScope(this, _services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope(), context, attempt);
    }

    /// <summary>Asks where the handlers of some classes come from, then makes the singletons among them, one after the other, on this thread.</summary>
    /// <remarks>
    /// A class that cannot be made is passed over: it is tried again when one of its handlers is called, and then that is the
    /// handler's failure. A circle is kept in <see cref="Circle"/>.
    /// </remarks>
    internal void MakeAll(IReadOnlyCollection<HandlerClass> classes)
    {
        if (_source is not null) _sources = SourcesOf(classes, _source);
        foreach (var handler in classes)
        {
            if (handler.Lifetime != HandlerLifetime.Singleton) continue;
            try
            {
                Singleton(handler.Type, handler.Create);
            }
            catch (Exception)
            {
                // As above.
            }
        }
    }

    /// <summary>Whether <see cref="DisposeAsync"/> has something to dispose.</summary>
    internal bool OwnsAny => _owned is not null;

    /// <summary>Disposes the singletons made here, the newest first.</summary>
    internal async ValueTask DisposeAsync(Action<Exception> failed)
    {
        while (_owned is { } owned && owned.TryPop(out object? instance))
        {
            try
            {
                if (instance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync().ConfigureAwait(false);
                else if (instance is IDisposable disposable) disposable.Dispose();
            }
            catch (Exception exception)
            {
                failed(exception);
            }
        }
    }

    /// <summary>Makes a handler for one attempt.</summary>
    internal THandler Make<THandler>(Func<THandler> make) where THandler : class
    {
        var maker = HandlerMaker.Current;
        var instance = new HandlerInstance(typeof(THandler));
        if (maker.IsMaking(typeof(THandler), this)) throw Found(maker.CircleTo(instance));
        maker.Begin(instance, this);
        try
        {
            using (ForeignCallScope.Enter()) return make();
        }
        finally
        {
            maker.End();
        }
    }

    /// <summary>Logs that the scope of a failed handler could not be disposed.</summary>
    internal void ReportDispose(Exception exception) => _logger.ScopeDisposeFailed(exception);

    private static Dictionary<Type, Func<IServiceProvider?, object?>>? SourcesOf(
        IEnumerable<HandlerClass> classes, Func<Type, HandlerLifetime, Func<IServiceProvider?, object?>?> source)
    {
        var sources = new Dictionary<Type, Func<IServiceProvider?, object?>>();
        foreach (var handler in classes)
        {
            if (source(handler.Type, handler.Lifetime) is { } found) sources.Add(handler.Type, found);
        }

        return sources.Count == 0 ? null : sources;
    }

    private object Singleton(Type type, Func<IServiceProvider?, object> create)
    {
        var singletons = LazyInitializer.EnsureInitialized(ref _singletons, static () => new ConcurrentDictionary<Type, HandlerInstance>());
        var instance = singletons.GetOrAdd(type, static type => new HandlerInstance(type));
        if (instance.Value is { } made) return made;
        var maker = HandlerMaker.Current;
        try
        {
            if (maker.Enter(instance, this) is { } other) return other;
        }
        catch (HandlerCircleException circle)
        {
            throw Found(circle);
        }

        object? value = null;
        try
        {
            // Without any lock: a constructor may emit, and wait for other threads that need handlers.
            object? fromContainer = FromSource(type, _services) ?? _services?.GetService(type);
            value = fromContainer ?? create(_services);
            if (fromContainer is null) LazyInitializer.EnsureInitialized(ref _owned, static () => new ConcurrentStack<object>()).Push(value);
            return value;
        }
        finally
        {
            maker.Leave(instance, value);
        }
    }

    private HandlerCircleException Found(HandlerCircleException circle)
    {
        _circle ??= circle;
        return circle;
    }
}
