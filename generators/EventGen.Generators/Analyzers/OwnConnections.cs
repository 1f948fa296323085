using System.Collections.Concurrent;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>The outboxes that a project adds, and the connections that its handlers of durable events open and write on.</summary>
/// <remarks>Thread safe: noted from all over the project, reported once at its end.</remarks>
internal sealed class OwnConnections
{
    // Of each kind of connection, the connection strings of the outboxes in such a database; null for one that is not known.
    private readonly ConcurrentBag<(string Connection, string? Database)> _outboxes = [];
    private readonly ConcurrentBag<(IMethodSymbol Handler, string Connection, string? Database, Location Place)> _opened = [];

    public void NoteOutbox(IInvocationOperation call)
    {
        string? connection = call.TargetMethod.Name switch
        {
            "AddSqliteOutbox" => FrameworkNames.SqliteConnection,
            "AddPostgreSqlOutbox" => FrameworkNames.NpgsqlConnection,
            _ => null,
        };
        if (connection is not null && call.TargetMethod.ContainingAssembly.Name is RuntimeNames.SqliteOutboxAssembly or RuntimeNames.PostgreSqlOutboxAssembly)
            _outboxes.Add((connection!, Constant(call.Arguments, "connectionString")));
    }

    public void NoteHandler(OperationBlockAnalysisContext context)
    {
        if (context.OwningSymbol is not IMethodSymbol { Parameters.Length: > 0 } method
            || !method.Parameters[0].Type.HasAttribute(RuntimeNames.DurableAttribute) || !method.HasAttribute(RuntimeNames.SubscribeAttribute) || TakesTransaction(method))
        {
            return;
        }

        var operations = context.OperationBlocks.SelectMany(static block => block.DescendantsAndSelf()).ToList();
        if (operations.Exists(IsWrite) && !OnlyReads(operations)) foreach (var operation in operations) NoteOpened(method, operation);
    }

    public void Report(CompilationAnalysisContext context)
    {
        foreach (var (handler, connection, database, place) in _opened)
        {
            if (!_outboxes.Any(outbox => outbox.Connection == connection && (outbox.Database is null || database is null || outbox.Database == database))) continue;
            context.ReportDiagnostic(Diagnostic.Create(
                HandlerRules.OwnConnection, place, $"{handler.ContainingType.FullName()}.{handler.Name}", handler.Parameters[0].Type.FullName()));
        }
    }

    // Who takes one knows what it is for: a connection beside it is meant.
    private static bool TakesTransaction(IMethodSymbol handler) =>
        handler.ContainingType.InstanceConstructors.SelectMany(static constructor => constructor.Parameters).Concat(handler.Parameters)
            .Any(static parameter => parameter.Type.Is(RuntimeNames.OutboxTransaction));

    private void NoteOpened(IMethodSymbol handler, IOperation operation)
    {
        switch (operation)
        {
            case IObjectCreationOperation { Type: INamedTypeSymbol type } creation when ConnectionOf(type) is { } connection:
                _opened.Add((handler, connection, Constant(creation.Arguments, "connectionString"), creation.Syntax.GetLocation()));
                break;
            case IInvocationOperation { TargetMethod: { Name: "CreateConnection" or "OpenConnection" or "OpenConnectionAsync" or "CreateCommand" or "CreateBatch" } method } call
                when method.ContainingType.IsOrDerivesFrom(FrameworkNames.NpgsqlDataSource):
                _opened.Add((handler, FrameworkNames.NpgsqlConnection, null, TopicCall.LocationOf(call)));
                break;
        }
    }

    private static string? ConnectionOf(INamedTypeSymbol type) =>
        type.IsOrDerivesFrom(FrameworkNames.SqliteConnection) ? FrameworkNames.SqliteConnection
        : type.IsOrDerivesFrom(FrameworkNames.NpgsqlConnection) ? FrameworkNames.NpgsqlConnection
        : null;

    // As a command or a batch does it, or Dapper.
    private static bool IsWrite(IOperation operation) => operation is IInvocationOperation { TargetMethod: var method } && method.Name switch
    {
        "ExecuteNonQuery" or "ExecuteNonQueryAsync" => method.ContainingType.IsOrDerivesFrom(FrameworkNames.DbCommand) || method.ContainingType.IsOrDerivesFrom(FrameworkNames.DbBatch),
        "Execute" or "ExecuteAsync" => (method.ReducedFrom ?? method) is { IsExtensionMethod: true } extension && extension.Parameters[0].Type.Is(FrameworkNames.DbConnectionInterface),
        _ => false,
    };

    // Settings are made with the same call as writes. What is no constant may be anything.
    private static bool OnlyReads(List<IOperation> operations)
    {
        var texts = operations.OfType<ISimpleAssignmentOperation>().Where(static assignment => assignment.Target is IPropertyReferenceOperation { Property.Name: "CommandText" })
            .Select(static assignment => assignment.Value.ConstantValue.Value as string).ToList();
        return texts.Count > 0 && texts.TrueForAll(static text => text is not null && (StartsWith(text, "SELECT") || StartsWith(text, "PRAGMA") || StartsWith(text, "SET ")));
    }

    private static bool StartsWith(string text, string word) => text.TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static string? Constant(IEnumerable<IArgumentOperation> arguments, string parameter) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value.ConstantValue.Value as string;
}
