using System.Data;
using System.Data.Common;

namespace EventGen.Tests.Triggers;

/// <summary>A transaction that must not be used.</summary>
internal sealed class UnusedTransaction : DbTransaction
{
    public override IsolationLevel IsolationLevel => IsolationLevel.Unspecified;

    protected override DbConnection? DbConnection => null;

    public override void Commit() => throw new NotSupportedException();

    public override void Rollback() => throw new NotSupportedException();
}
