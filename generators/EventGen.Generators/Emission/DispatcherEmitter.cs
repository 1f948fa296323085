using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>Writes the class that calls an event's handlers, one after the other, each isolated from the others.</summary>
internal static class DispatcherEmitter
{
    public static void Write(
        SourceWriter writer, string dispatcher, string eventType, EquatableArray<HandlerModel> handlers, bool needsObsoleteContext)
    {
        var names = new DispatcherNames(dispatcher, handlers);
        var calls = HandlerCall.For(handlers, names);
        writer.Line(GeneratedFile.Mark);
        if (needsObsoleteContext) writer.Line(GeneratedFile.Obsolete);
        writer.Line($"private sealed class {dispatcher}(global::{RuntimeNames.Instances} instances)");
        writer.Open($"    : global::{RuntimeNames.Table}<{eventType}>(instances)");

        WriteInstances(writer, names);
        WriteRunSynchronous(writer, eventType, calls);
        writer.Line();
        WriteRunAll(writer, eventType, calls);
        writer.Line();
        WriteInvoke(writer, eventType, calls);
        foreach (var call in calls.Where(static call => call.Handler.NeedsScope))
        {
            writer.Line();
            ScopedCallEmitter.Write(writer, eventType, call);
        }

        writer.Close();
    }

    private static void WriteInstances(SourceWriter writer, DispatcherNames names)
    {
        if (names.Singletons.Count == 0) return;

        foreach (var type in names.Singletons) writer.Line($"private {type.Type.Global}? {names.FieldOf(type)};");
        writer.Line();
        foreach (var type in names.Singletons)
        {
            writer.Write($"""
                private {type.Type.Global} {CSharpText.Identifier(names.InstanceOf(type))} =>
                    {names.FieldOf(type)} ??= Instances.Singleton<{type.Type.Global}>({MemberName.Create(type.Identifier)});
                """);
            writer.Line();
        }
    }

    private static void WriteRunSynchronous(SourceWriter writer, string eventType, IReadOnlyList<HandlerCall> calls)
    {
        writer.Open($"public override void RunSynchronous({eventType} payload, global::{RuntimeNames.Context}? context)");
        bool first = true;
        foreach (var call in calls.Where(static call => !call.Handler.IsAsynchronous))
        {
            if (!first) writer.Line();
            first = false;
            writer.Write($$"""
                try
                {
                    {{call.Text("Stopping")}};
                }
                catch (global::{{FrameworkNames.Exception}} exception)
                {
                    Fail({{call.Index}}, payload, context, exception);
                }
                """);
        }

        writer.Close();
    }

    private static void WriteRunAll(SourceWriter writer, string eventType, IReadOnlyList<HandlerCall> calls)
    {
        writer.Line($"public override global::{FrameworkNames.ValueTask} RunAll(");
        writer.Line($"    {eventType} payload,");
        writer.Line($"    global::{RuntimeNames.Context}? context,");
        writer.Line($"    global::{RuntimeNames.DispatchMode} mode,");
        writer.Open($"    global::{FrameworkNames.CancellationToken} cancellationToken)");

        // What a handler leaves on the thread is taken off before another may await there.
        bool restores = calls.Skip(1).Any(static call => call.Handler.IsAsynchronous), isFirst = true;
        if (restores)
        {
            writer.Line($"global::{RuntimeNames.CallerThread} thread = global::{RuntimeNames.CallerThread}.Capture();");
            writer.Line();
        }

        foreach (var call in calls)
        {
            if (!isFirst && call.Handler.IsAsynchronous) writer.Line("thread.Restore();");
            isFirst = false;
            writer.Write(call.Handler.IsAsynchronous ? Awaited(call) : Direct(call));
            writer.Line();
        }

        writer.Line("return default;");
        writer.Close();
    }

    private static string Direct(HandlerCall call) => $$"""
        try
        {
            {{call.Text("cancellationToken")}};
        }
        catch (global::{{FrameworkNames.Exception}} exception)
        {
            return Resume({{call.Index}}, global::{{FrameworkNames.ValueTask}}.FromException(exception), payload, context, mode, cancellationToken);
        }
        """;

    // Types are written out: a project may have one called "var". The task lives inside the try only: as a local of the method it would be kept in memory for each handler. And a
    // pooled one has to be asked for its result, even one that has none, before it can be used again.
    private static string Awaited(HandlerCall call) => $$"""
        try
        {
            global::{{FrameworkNames.ValueTask}} pending = {{call.ValueTask("cancellationToken")}};
            if (!pending.IsCompletedSuccessfully) return Resume({{call.Index}}, pending, payload, context, mode, cancellationToken);
            pending.GetAwaiter().GetResult();
        }
        catch (global::{{FrameworkNames.Exception}} exception)
        {
            return Resume({{call.Index}}, global::{{FrameworkNames.ValueTask}}.FromException(exception), payload, context, mode, cancellationToken);
        }
        """;

    private static void WriteInvoke(SourceWriter writer, string eventType, IReadOnlyList<HandlerCall> calls)
    {
        writer.Line($"public override global::{FrameworkNames.ValueTask} Invoke(");
        writer.Line("    int index,");
        writer.Line($"    {eventType} payload,");
        writer.Line($"    global::{RuntimeNames.Context}? context,");
        writer.Open($"    global::{FrameworkNames.CancellationToken} cancellationToken)");
        writer.Open("switch (index)");
        foreach (var call in calls)
        {
            writer.Line($"case {call.Index}:");
            if (call.Handler.IsAsynchronous)
            {
                writer.Line($"    return {call.ValueTask("cancellationToken")};");
                continue;
            }

            writer.Line($"    {call.Text("cancellationToken")};");
            writer.Line("    return default;");
        }

        writer.Line("default:");
        writer.Line("    throw new global::System.ArgumentOutOfRangeException(\"index\");");
        writer.Close();
        writer.Close();
    }
}
