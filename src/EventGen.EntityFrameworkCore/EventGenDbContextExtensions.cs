using EventGen.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace EventGen;

/// <summary>Emits events with the changes of a context.</summary>
public static class EventGenDbContextExtensions
{
    /// <summary>Emits an event with the next <c>SaveChanges</c> of a context.</summary>
    /// <remarks>
    /// <para>A durable event is written to the outbox in the transaction of that save, and is delivered when the transaction has been committed. Any other is
    /// emitted after the commit, and never after a roll-back: <c>SaveChanges</c> then emits it with <c>Emit</c>, <c>SaveChangesAsync</c> with <c>EmitAsync</c>; if
    /// that fails, it is logged, for the changes are committed.</para>
    /// <para>After a save that failed, or that an interceptor suppressed with changes left, the event stays for the next one. When the context is disposed before a save, the event is gone. A save emits its
    /// events also where it has no changes. Not thread safe, as the context is not.</para>
    /// </remarks>
    /// <typeparam name="T">The payload, a type marked <c>[Event]</c>.</typeparam>
    /// <param name="context">A context that <c>AddEntityFramework</c> or <c>UseEventGen</c> has its bus watch.</param>
    /// <param name="payload">The event. It is written as it is at the save.</param>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> or <paramref name="payload"/> is <see langword="null"/>.</exception>
    /// <exception cref="ObjectDisposedException">The context is disposed. One of <c>AddDbContextPool</c> is so when its scope ends; to dispose it before has no effect.</exception>
    /// <exception cref="InvalidOperationException">No bus watches the context, or no module of the bus declares the event.</exception>
    public static void Emit<T>(this DbContext context, T payload)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (payload is null) throw new ArgumentNullException(nameof(payload), "An event must have a payload.");
        var watch = context.GetService<IDbContextOptions>().FindExtension<WatchOptions>() ?? throw new InvalidOperationException(
            $"No bus watches {context.GetType().Name}. Add AddEntityFramework<{context.GetType().Name}>() to AddEventGen(...), or UseEventGen(bus) to the options of the context.");
        context.GetService<ContextEvents>().Add(new EmittedEvent<T>(watch.Bus.Topic<T>(), payload));
    }
}
