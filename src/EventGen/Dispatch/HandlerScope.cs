using System.ComponentModel;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.CompilerServices;

/// <summary>The service scope of one attempt of one handler. Used by generated code, by one thread at a time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HandlerScope : IDisposable, IAsyncDisposable
{
    private readonly HandlerInstances _instances;
    private readonly AsyncServiceScope? _scope;
    private readonly HandlerAttempt? _attempt;
    private object? _owned;

    internal HandlerScope(HandlerInstances instances, AsyncServiceScope? scope, EventContext? context, HandlerAttempt? attempt)
    {
        _instances = instances;
        _attempt = attempt;
        _scope = scope;
        Context = scope is { } opened ? context?.WithServices(opened.ServiceProvider) : context;
    }

    /// <summary>The scope's services; <see langword="null"/> on a bus without a provider.</summary>
    public IServiceProvider? Services => _scope?.ServiceProvider;

    /// <summary>The event's context, with <see cref="EventContext.Services"/> set to this scope's if it has any.</summary>
    public EventContext? Context { get; }

    /// <summary>The handler of this attempt: the container's if it has the class, else made here and disposed with the scope.</summary>
    /// <exception cref="InvalidOperationException">The handler's constructor emits what the handler handles.</exception>
    public THandler Handler<THandler>(Func<IServiceProvider?, THandler> create) where THandler : class => _instances.Make(() =>
    {
        if (_instances.FromSource(typeof(THandler), Services) is THandler given) return given;
        if (Services?.GetService(typeof(THandler)) is THandler fromContainer) return fromContainer;
        var made = create(Services);
        _owned = made;
        return made;
    });

    /// <summary>Disposes the handler and its services. What that throws is the handler's failure.</summary>
    public void Dispose()
    {
        // A service that can only be disposed asynchronously would throw in a synchronous dispose.
        var pending = DisposeAsync();
        if (pending.IsCompleted) pending.GetAwaiter().GetResult();
        else pending.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Disposes the handler and its services. What that throws is the handler's failure.</summary>
    public async ValueTask DisposeAsync()
    {
        ExceptionDispatchInfo? failure = null;
        try
        {
            if (_attempt?.Transaction is { } transaction) await transaction.CommitAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        try
        {
            await DisposeOwned().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (failure is null) failure = ExceptionDispatchInfo.Capture(exception);
            else _instances.ReportDispose(exception);
        }

        try
        {
            await DisposeServices().ConfigureAwait(false);
        }
        catch (Exception exception) when (failure is not null)
        {
            // The first one may be the cause.
            _instances.ReportDispose(exception);
        }

        failure?.Throw();
    }

    // The calls themselves, apart: what is awaited may go on elsewhere.
    private ValueTask DisposeOwned()
    {
        using var call = ForeignCallScope.Enter();
        if (_owned is IAsyncDisposable asyncDisposable) return asyncDisposable.DisposeAsync();
        if (_owned is IDisposable disposable) disposable.Dispose();
        return default;
    }

    private ValueTask DisposeServices()
    {
        using var call = ForeignCallScope.Enter();
        return _scope is { } scope ? scope.DisposeAsync() : default;
    }

    /// <summary>Disposes the handler and its services after the handler has failed. What that throws is logged: the handler's exception says what went wrong.</summary>
    public void DisposeAfterFailure()
    {
        try
        {
            if (_attempt?.Transaction is { } transaction) transaction.RollBackAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            _instances.ReportDispose(exception);
        }

        // Whether or not the database let go.
        try
        {
            Dispose();
        }
        catch (Exception exception)
        {
            _instances.ReportDispose(exception);
        }
    }

    /// <inheritdoc cref="DisposeAfterFailure"/>
    public async ValueTask DisposeAfterFailureAsync()
    {
        try
        {
            if (_attempt?.Transaction is { } transaction) await transaction.RollBackAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _instances.ReportDispose(exception);
        }

        try
        {
            await DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _instances.ReportDispose(exception);
        }
    }
}
