using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.CompilerServices;

/// <summary>The service scope of one attempt of one handler. Used by generated code, by one thread at a time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HandlerScope : IDisposable, IAsyncDisposable
{
    private readonly HandlerInstances _instances;
    private readonly AsyncServiceScope? _scope;
    private object? _owned;

    internal HandlerScope(HandlerInstances instances, AsyncServiceScope? scope, EventContext? context)
    {
        _instances = instances;
        _scope = scope;
        Context = scope is { } opened ? context?.WithServices(opened.ServiceProvider) : context;
    }

    /// <summary>The scope's services; <see langword="null"/> on a bus without a provider.</summary>
    public IServiceProvider? Services => _scope?.ServiceProvider;

    /// <summary>The event's context, with <see cref="EventContext.Services"/> set to this scope's if it has any.</summary>
    public EventContext? Context { get; }

    /// <summary>The handler of this attempt: the container's if it has the class, else made here and disposed with the scope.</summary>
    public THandler Handler<THandler>(Func<IServiceProvider?, THandler> create) where THandler : class
    {
        if (_instances.Adopted(typeof(THandler)) is THandler adopted) return adopted;
        if (Services?.GetService(typeof(THandler)) is THandler fromContainer) return fromContainer;
        var made = create(Services);
        _owned = made;
        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A service that can only be disposed asynchronously would throw in a synchronous dispose.
        var pending = DisposeAsync();
        if (pending.IsCompletedSuccessfully) return;
        pending.AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_owned is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync().ConfigureAwait(false);
            else if (_owned is IDisposable disposable) disposable.Dispose();
        }
        finally
        {
            if (_scope is { } scope) await scope.DisposeAsync().ConfigureAwait(false);
        }
    }
}
