using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EventGen.EntityFrameworkCore;

/// <summary>Does the work of <see cref="WatchedUse"/> for a context whose options switch thread safety checks off: Entity Framework passes it by then.</summary>
internal sealed class CommandInterceptor(ContextEvents events) : HandlerInterceptor(events), IDbCommandInterceptor
{
    private readonly ContextEvents _events = events;

    public InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result)
    {
        if (OutboxTransaction.Current is not null) JoinedTransaction.JoinAsync(_events, CancellationToken.None).Wait();
        return result;
    }
}
