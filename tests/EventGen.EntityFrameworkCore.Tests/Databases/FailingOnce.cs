using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EventGen.EntityFrameworkCore.Tests.Databases;

/// <summary>Fails the next commit, when it is told to, after everything has been written.</summary>
internal sealed class FailingOnce : DbTransactionInterceptor
{
    public bool Fails { get; set; }

    public override InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        Fail();
        return result;
    }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Fail();
        return new(result);
    }

    private void Fail()
    {
        if (!Fails) return;
        Fails = false;
        throw new TimeoutException("The commit fails once.");
    }
}
