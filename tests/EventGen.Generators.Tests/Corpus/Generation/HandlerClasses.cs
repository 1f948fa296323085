namespace EventGen.Generators.Tests.Corpus.Generation;

/// <summary>Classes with handlers that are declared.</summary>
internal static class HandlerClasses
{
    public static void Static(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        code.Member($"internal static {code.Pick("class", "partial class")} {code.Name("Audit", "Notes", "Counters", "Bells")}{shape.Name}", () =>
        {
            for (int i = code.Number(1, 2); i > 0; i--) Handler(unit, shape, isStatic: true, services: true);
        });
    }

    public static void Plain(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        code.Member($"internal {code.Pick("sealed class", "class", "sealed record")} {code.Name("Board", "Shelf", "Desk")}{shape.Name}", () =>
        {
            code.Line("private int _count;\n");
            Handler(unit, shape, isStatic: false, services: false, before: code.Pick("_count++;", "Interlocked.Increment(ref _count);", "if (_count > 3) return; _count += 2;"));
            code.Line("public int Count => _count;");
        });
    }

    public static void Injected(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        string name = code.Name("Mail", "Ledger", "Relay") + shape.Name;
        bool primary = code.Chance(0.5);
        code.Member($"internal sealed class {name}{(primary ? $"(ILogger<{name}> log, TimeProvider time)" : "")} : IDisposable", () =>
        {
            if (!primary)
            {
                code.Line($"private readonly ILogger<{name}> log;\nprivate readonly TimeProvider time;\n");
                code.Member($"public {name}(ILogger<{name}> log, TimeProvider? time = null)", () => code.Line("this.log = log;\nthis.time = time ?? TimeProvider.System;"));
            }

            Handler(unit, shape, isStatic: false, services: true, before: code.Pick("log.LogInformation(\"{Event}\", e);", "if (time.GetUtcNow() == default) return;", "log.LogDebug(\"at {Time}\", time.GetUtcNow());"));
            code.Line("public TimeSpan Age => time.GetElapsedTime(0);\n");
            code.Line("public void Dispose() => log.LogTrace(\"disposed\");");
        });
    }

    public static void Inherited(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        string name = code.Name("Base", "Store", "Journal") + shape.Name;
        bool generic = code.Chance(0.5);
        code.Member($"internal abstract class {name}{(generic ? "<T> where T : notnull" : "")}", () =>
        {
            string type = generic ? "T" : shape.Name;
            code.Line($"private readonly ConcurrentQueue<{type}> _all = new();\n");
            code.Line($"[Subscribe{code.Pick("", $"(Order = {code.Number(-5, 50)})", $"(Name = \"{name}.keep\")")}]");
            code.Line($"public {code.Pick("virtual ", "")}void Keep({type} e) => _all.Enqueue(e);\n");
            code.Line($"protected {type}[] All => [.. _all];");
        });
        code.Line($"internal sealed class {name}Of : {name}{(generic ? $"<{shape.Name}>" : "")};\n");
    }

    private static void Handler(UnitWriter unit, EventShape shape, bool isStatic, bool services, string? before = null)
    {
        var code = unit.Code;
        bool isAsync = code.Chance(0.55);
        string name = code.Name("On", "Handle", "Take", "Write") + (isAsync ? "Async" : "");
        var next = code.Chance(0.4) ? unit.After(shape) : null;
        bool log = isStatic && services && code.Chance(0.4);
        List<string> parameters = [$"{shape.Name} e"];
        if (code.Chance(0.3)) parameters.Add("EventContext context");
        if (isAsync) parameters.Add("CancellationToken cancellationToken");
        if (log) parameters.Insert(code.Number(1, parameters.Count), "ILoggerFactory loggers");
        code.Line(code.Pick("[Subscribe]", $"[Subscribe(Order = {code.Number(-9, 99)})]", $"[Subscribe(Name = \"{name}\")]", "[Subscribe, Retry(3)]", "[Subscribe]\n[HandlerTimeout(\"00:01:00\")]"));
        string returns = isAsync ? code.Pick("async Task", "async ValueTask") : "void";
        code.Member($"public {(isStatic ? "static " : "")}{returns} {name}({string.Join(", ", parameters)})", () =>
        {
            if (before is not null) code.Line(before);
            if (log) code.Line("loggers.CreateLogger(\"corpus\").LogInformation(\"{Event}\", e);");
            if (parameters.Contains("EventContext context")) code.Line(code.Pick("Console.WriteLine(context.Id);", "GC.KeepAlive(context.Metadata.UserId);", "if (context.Attempt > 1) Console.WriteLine(context.Timestamp);"));
            if (next is not null && isAsync) code.Line($"if (e.GetHashCode() == {code.Number(1, 999)}) await Events.{next.Name}.EmitAsync({next.Create}, cancellationToken);");
            else if (next is not null) code.Line($"if (e.GetHashCode() == {code.Number(1, 999)}) Events.{next.Name}.Emit({next.Create});");
            BodyWriter.Write(code, shape, isAsync ? "cancellationToken" : null);
        });
    }
}
