namespace EventGen.Generators.Tests.Corpus.Generation;

/// <summary>Classes whose methods subscribe, emit, stream and tell events apart.</summary>
internal static class FunctionClasses
{
    public static void Subscribing(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        string topic = code.Pick($"Events.{shape.Name}", $"bus.Topic<{shape.Name}>()");
        Action[] methods =
        [
            () => code.Line($"public static EventSubscription Returned(EventBus bus) => {topic}.Subscribe(e => Console.WriteLine(e));"),
            () => code.Line($"public static IDisposable? Conditional(EventBus bus, bool wanted) => wanted ? {topic}.Subscribe(static _ => {{ }}) : null;"),
            () => code.Block("public static async Task<int> CountAsync(EventBus bus, CancellationToken cancellationToken)", () =>
            {
                code.Line("int count = 0;");
                code.Line($"using var subscription = {topic}.Subscribe(async ({shape.Name} e) =>\n{{\n    count++;\n    await Task.Yield();\n}});");
                code.Line($"await Task.Delay({code.Number(1, 99)}, cancellationToken);");
                code.Line(code.Pick("return count;", "int result = count;\ncount = 0;\nreturn result;"));
            }),
            () => code.Block($"public static async Task<{shape.Name}> NextAsync(EventBus bus)", () =>
            {
                code.Line($"var next = new TaskCompletionSource<{shape.Name}>();");
                code.Line($"using ({topic}.Subscribe(e => next.TrySetResult(e))) return await next.Task;");
            }),
            () => code.Block("public static void Each(EventBus bus, IEnumerable<string> keys, ICollection<IDisposable> all)", () =>
            {
                code.Block("foreach (string key in keys)", () => code.Line($"all.Add({topic}.Subscribe(async ({shape.Name} e) => await Console.Out.WriteLineAsync($\"{{key}} {{e}}\")));"));
            }),
            () => code.Block("public static void Numbered(EventBus bus, ICollection<IDisposable> all)", () =>
            {
                code.Block($"for (int i = 0; i < {code.Number(2, 9)}; i++)", () =>
                {
                    code.Line("int number = i;");
                    code.Line($"all.Add({topic}.Subscribe(async ({shape.Name} e) => await Console.Out.WriteLineAsync($\"{{number}} {{e}}\")));");
                });
            }),
            () => code.Block("public static void Once(EventBus bus)", () =>
            {
                code.Line("EventSubscription? self = null;");
                code.Line($"self = {topic}.Subscribe(async ({shape.Name} e) =>\n{{\n    self?.Dispose();\n    await Task.Yield();\n}});");
            }),
            () => code.Block("public static void Forever(EventBus bus)", () => code.Line($"_ = {topic}.Subscribe(static e => GC.KeepAlive(e));")),
            () => code.Block("public static async Task LastAsync(EventBus bus)", () =>
            {
                code.Line($"{shape.Name}? last = null;");
                code.Block($"using ({topic}.Subscribe(async ({shape.Name} e) => {{ await Task.Yield(); last = e; }}))", () => code.Line("await Task.Delay(10);"));
                code.Line("Console.WriteLine(last);\nlast = null;");
            }),
            () => code.Block("public static void Toggled(EventBus bus, bool on, ref EventSubscription? current)", () =>
            {
                code.Line($"if (on) current ??= {topic}.Subscribe(static _ => {{ }});");
                code.Block("else if (current is not null)", () => code.Line("current.Dispose();\ncurrent = null;"));
            }),
            () => code.Block("public static async Task OwnBusAsync()", () =>
            {
                code.Line($"await using var own = EventBus.Create(static _ => {{ }});\nown.Topic<{shape.Name}>().Subscribe(static _ => {{ }});");
                code.Line($"using (EventBus.Use(own)) Events.{shape.Name}.Subscribe(static e => Console.WriteLine(e));");
                code.Line($"await own.Topic<{shape.Name}>().InvokeAsync({shape.Create});");
            }),
            () => code.Line($"public static Func<Action<{shape.Name}>, EventSubscription> AsADelegate(EventBus bus) => {topic}.Subscribe;"),
        ];
        WriteSome(unit, $"internal static class {code.Name("Subscribe", "Watch", "Follow")}{shape.Name}", methods, least: 2);
    }

    public static void Emitting(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        string topic = code.Pick("topic", $"Events.{shape.Name}");
        Action[] methods =
        [
            () => code.Line($"public async Task QueueAsync(CancellationToken cancellationToken) => await {topic}.EmitAsync({shape.Create}, cancellationToken);"),
            () => code.Line($"public ValueTask PassedOn() => {topic}.EmitAsync({shape.Create});"),
            () => code.Line($"public Task PassedOnAsATask() => {topic}.InvokeAsync({shape.Create}).AsTask();"),
            () => code.Line($"public void Now() => {topic}.Emit({shape.Create});"),
            () => code.Line($"public bool Try() => {topic}.TryEnqueue({shape.Create});"),
            () => code.Block("public async Task ManyAsync(int count)", () =>
            {
                code.Line("var pending = new List<Task>(count);");
                code.Line($"for (int i = 0; i < count; i++) pending.Add({topic}.EmitAsync({shape.Create}).AsTask());");
                code.Line("await Task.WhenAll(pending);");
            }),
            () => code.Block("public async Task PatientlyAsync(CancellationToken cancellationToken)", () =>
            {
                code.Line($"while (!{topic}.TryEnqueue({shape.Create})) await Task.Delay({code.Number(5, 500)}, cancellationToken);");
            }),
            () => code.Block("public async Task WithMetadataAsync()", () =>
            {
                code.Line($"using var pushed = EventMetadata.Push(userId: \"{code.Number(1, 99)}\");");
                code.Block("try", () => code.Line($"await {topic}.InvokeAsync({shape.Create});"));
                code.Block("catch (EventDispatchException exception)", () => code.Line("foreach (var failure in exception.Failures) Console.Error.WriteLine(failure);"));
            }),
            () => code.Block("public async Task LaterAsync()", () =>
            {
                code.Line($"var pending = {topic}.EmitAsync({shape.Create});\nConsole.WriteLine(\"meanwhile\");\nawait pending.ConfigureAwait(false);");
            }),
            () => code.Line($"public Action Deferred() => () => {topic}.Emit({shape.Create});"),
            () => code.Block("public void Locked()", () => code.Line($"lock (this) {topic}.Emit({shape.Create});")),
            () => code.Line($"public string Id => {topic}.Descriptor.Id;"),
        ];
        WriteSome(unit, $"internal sealed class {code.Name("Emit", "Tell", "Announce")}{shape.Name}(EventTopic<{shape.Name}> topic)", [.. methods, () => code.Line("public override string ToString() => topic.Descriptor.Description;")], least: 13, most: code.Number(3, 8));
    }

    public static void Streaming(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        string mode = code.Pick("DropOldest", "Disconnect", "Wait");
        Action[] methods =
        [
            () => code.Block("public static async Task<int> CountAsync(EventBus bus, CancellationToken cancellationToken)", () =>
            {
                code.Line($"int count = 0;\nawait using var stream = bus.Topic<{shape.Name}>().Stream(new EventStreamOptions {{ Capacity = {code.Number(1, 999)}, WhenFull = StreamFullMode.{mode} }});");
                code.Line("await foreach (var e in stream.WithCancellation(cancellationToken)) count += e.GetHashCode() % 2;\nreturn count;");
            }),
            () => code.Line($"public static EventStream<{shape.Name}> Open() => Events.{shape.Name}.Stream();"),
            () => code.Block($"public static async IAsyncEnumerable<{shape.Name}> FilterAsync(EventBus bus, Func<{shape.Name}, bool> filter)", () =>
            {
                code.Line($"await using var stream = bus.Topic<{shape.Name}>().Stream();");
                code.Block("await foreach (var e in stream)", () => code.Line("if (filter(e)) yield return e;"));
            }),
            () => code.Block("public static async Task DrainAsync(EventBus bus)", () =>
            {
                code.Line($"var stream = bus.Topic<{shape.Name}>().Stream(new() {{ Capacity = 4 }});");
                code.Block("try", () => code.Line("while (await stream.Reader.WaitToReadAsync())\n{\n    while (stream.Reader.TryRead(out var e)) Console.WriteLine(e);\n}"));
                code.Block("finally", () => code.Line("await stream.DisposeAsync();"));
            }),
        ];
        WriteSome(unit, $"internal static class {code.Name("Read", "Drain", "Tail")}{shape.Name}", methods, least: 1);
    }

    public static void Describing(UnitWriter unit, EventShape shape)
    {
        var code = unit.Code;
        code.Member($"internal static class {code.Name("Text", "Names", "Labels")}{shape.Name}", () =>
        {
            string arms = string.Join("\n", code.Some(unit.Events).Select(static one => $"    {one.Name} {{ {one.Fields[0].Name}: var part }} => $\"{{part}} of {one.Name}\","));
            code.Line($"public static string Of(object? something) => something switch\n{{\n{arms}\n    null => \"nothing\",\n    _ => something.ToString() ?? \"\",\n}};\n");
            code.Line($"public static EventTopic[] Topics => [{string.Join(", ", code.Some(unit.Events).Select(static one => $"Events.{one.Name}"))}];");
        });
    }

    public static void Group(UnitWriter unit, string group, IReadOnlyList<EventShape> members)
    {
        var code = unit.Code;
        string arms = string.Join(",\n", members.Select(one => code.Pick($"    {one.Name} => \"{one.Name}\"", $"    {one.Name} one{one.Name} => one{one.Name}.ToString() ?? \"\"", $"    {one.Name} {{ }} => \"\"")));
        string cases = string.Join("\n", members.Select(one => $"    case {one.Name}{code.Pick("", $" one{one.Name}")}:\n        return {code.Number(1, 99)};"));
        code.Member($"internal static class Family{group}", () =>
        {
            code.Line($"public static string Name({group} e) => e switch\n{{\n{arms},\n}};\n");
            code.Line($"public static int Number({group} e)\n{{\n    switch (e)\n    {{\n{cases}\n    }}\n\n    return 0;\n}}\n");
            code.Line($"public static EventSubscription Listen(EventGroup<{group}> family) => family.Subscribe(e => Console.WriteLine(Name(e)));\n");
            code.Line($"public static ValueTask EmitAsync(EventBus bus, {group} e) => bus.Group<{group}>().EmitAsync(e);\n");
            code.Line($"public static bool IsFirst({group} e) => e is {members[0].Name};");
        });
        if (code.Chance(0.6)) code.Line($"internal static class Handles{group}\n{{\n    [Subscribe] public static void On({group} e) => GC.KeepAlive(e);\n}}");
    }

    private static void WriteSome(UnitWriter unit, string head, Action[] methods, int least, int most = int.MaxValue)
    {
        unit.Code.Member(head, () =>
        {
            // The last of an emitting class uses what its constructor takes.
            var chosen = unit.Code.Some(methods, least);
            if (most < chosen.Count) chosen = [.. chosen.Where(one => one != methods[^1]).Take(most), methods[^1]];
            foreach (var write in chosen)
            {
                write();
                unit.Code.Line();
            }
        });
    }
}
