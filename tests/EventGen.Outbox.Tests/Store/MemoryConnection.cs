using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace EventGen.Outbox.Tests;

/// <summary>Stands for the connection of a handler's transaction: takes what the handler writes.</summary>
[System.ComponentModel.DesignerCategory("")]
internal sealed class MemoryConnection(List<string> effects) : DbConnection
{
    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "";

    public override string DataSource => "";

    public override string ServerVersion => "";

    public override ConnectionState State => ConnectionState.Open;

    public void Write(string effect) => effects.Add(effect);

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Close()
    {
    }

    public override void Open()
    {
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => throw new NotSupportedException();
}
