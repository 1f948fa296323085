namespace EventGen.Generators.Tests.Corpus.Generation;

/// <summary>Writes one file: some events, and classes of many kinds that handle, subscribe to, stream and emit them.</summary>
internal sealed class UnitWriter
{
    private static readonly Action<UnitWriter, EventShape>[] s_receivers =
    [
        HandlerClasses.Static, HandlerClasses.Plain, HandlerClasses.Injected, HandlerClasses.Inherited,
        OwnerClasses.Fields, OwnerClasses.Collections, OwnerClasses.ViewModel, OwnerClasses.Hosted, OwnerClasses.BusOwner, FunctionClasses.Subscribing,
    ];

    private static readonly Action<UnitWriter, EventShape>[] s_others = [FunctionClasses.Emitting, FunctionClasses.Streaming, OwnerClasses.Background, FunctionClasses.Describing];

    private readonly int _number;

    private UnitWriter(int seed, int number)
    {
        Code = new CodeWriter(seed);
        _number = number;
    }

    public CodeWriter Code { get; }

    public IReadOnlyList<EventShape> Events { get; private set; } = [];

    /// <summary>The file of a seed.</summary>
    public static string Write(int seed, int number)
    {
        var unit = new UnitWriter(seed, number);
        unit.WriteFile();
        return unit.Code.ToString();
    }

    /// <summary>An event that comes after the given one, which its handlers may emit without ever coming back to it; <see langword="null"/> for the last.</summary>
    public EventShape? After(EventShape shape)
    {
        int index = Events.ToList().IndexOf(shape);
        return index + 1 < Events.Count ? Events[Code.Number(index + 1, Events.Count - 1)] : null;
    }

    private void WriteFile()
    {
        Code.Line("using System.Collections.Concurrent;\nusing Microsoft.Extensions.Hosting;\nusing Microsoft.Extensions.Logging;\n");
        Code.Line($"namespace Corpus.Generated{_number};\n");
        string? group = Code.Chance(0.5) ? $"IFamily{_number}" : null;
        if (group is not null) Code.Line($"[EventGroup]\npublic interface {group};\n");

        // Members stand in a first run, so that a switch over the group knows them all.
        var events = new List<EventShape>();
        var members = new List<EventShape>();
        for (int i = Code.Number(3, 5); i > 0; i--)
        {
            bool member = group is not null && Code.Chance(0.6);
            events.Add(EventShape.Declare(Code, $"{(char)('A' + i)}{_number}", member ? group : null));
            if (member) members.Add(events[^1]);
        }

        Events = events;
        foreach (var shape in events)
        {
            foreach (var write in Code.Some(s_receivers, least: 2).Take(3)) write(this, shape);
            if (Code.Chance(0.7)) Code.Pick(s_others)(this, shape);
        }

        if (group is not null && members.Count > 0) FunctionClasses.Group(this, group, members);
    }
}
