using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.CompilerServices;

/// <summary>Makes, keeps and disposes the handler instances of one bus. Used by generated code. Thread safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HandlerInstances
{
    private readonly IServiceProvider? _services;
    private readonly ConcurrentDictionary<Type, Slot> _singletons = new();
    private readonly ConcurrentStack<object> _owned = new();

    // Set once, before the bus starts; null when there are none, so that an attempt asks for nothing.
    private volatile IReadOnlyDictionary<Type, object>? _adopted;

    internal HandlerInstances(IServiceProvider? services, CancellationToken stopping) => (_services, Stopping) = (services, stopping);

    /// <summary>Cancelled when the bus gives up draining.</summary>
    internal CancellationToken Stopping { get; }

    /// <summary>The one instance of a handler class on this bus: the container's if it has the class, else made here.</summary>
    /// <param name="create">Makes the instance; given <see langword="null"/> on a bus without a provider.</param>
    /// <exception cref="InvalidOperationException">The class needs services and the bus has none.</exception>
    public THandler Singleton<THandler>(Func<IServiceProvider?, THandler> create) where THandler : class
    {
        var slot = _singletons.GetOrAdd(typeof(THandler), static _ => new Slot());

        // User code under a lock, against the rule: only this class's first use waits here, and it must be made once.
        lock (slot)
        {
            if (slot.Instance is null)
            {
                object? fromContainer = Adopted(typeof(THandler)) ?? _services?.GetService(typeof(THandler));
                slot.Instance = fromContainer ?? create(_services);
                if (fromContainer is null) _owned.Push(slot.Instance);
            }

            return (THandler)slot.Instance;
        }
    }

    /// <summary>Takes instances that the container owns, each as the one of its class. Called before the bus starts.</summary>
    internal void Adopt(IReadOnlyDictionary<Type, object> instances) => _adopted = instances.Count == 0 ? null : instances;

    /// <summary>The instance of a class that was taken; <see langword="null"/> when there is none.</summary>
    internal object? Adopted(Type type) => _adopted is { } adopted && adopted.TryGetValue(type, out object? instance) ? instance : null;

    /// <summary>Opens the scope of one delivery attempt; on a bus without a provider one that has no services.</summary>
    /// <param name="context">The event's context, if the handler takes it.</param>
    public HandlerScope CreateScope(EventContext? context) =>
        new(this, _services?.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope(), context);

    /// <summary>Disposes the singletons made here, the newest first.</summary>
    internal async ValueTask DisposeAsync(Action<Exception> failed)
    {
        while (_owned.TryPop(out object? instance))
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

    private sealed class Slot
    {
        public object? Instance;
    }
}
