using EventGen.Benchmarks.References;

namespace EventGen.Benchmarks.Solution;

/// <summary>One project of a solution: its own events, each with a handler, handlers of what it references, and ordinary code that emits.</summary>
internal sealed class SolutionProject
{
    private const int EventsPerService = 5;
    private const int ReferencedHandlers = 10;

    private readonly SolutionProject[] _references;
    private readonly ProjectBuild _build;

    /// <param name="number">Its number in the solution.</param>
    /// <param name="events">How many events it declares.</param>
    /// <param name="direct">The projects that it references; it sees what these reference as well.</param>
    public SolutionProject(int number, int events, params SolutionProject[] direct)
    {
        Number = number;
        _references = [.. direct.SelectMany(static project => (SolutionProject[])[project, .. project._references]).Distinct()];
        string[] sources =
        [
            .. Enumerable.Range(0, events).Select(index => Declare(EventName(index))),
            .. Enumerable.Range(0, events / EventsPerService).Select(Serve),
            .. direct.Select(project => Audit(project, events)),
        ];
        _build = new ProjectBuild($"Acme.Part{number}", sources, Array.ConvertAll(_references, static project => project._build.Image));
    }

    private int Number { get; }

    /// <inheritdoc cref="ProjectBuild.Take"/>
    public BuildCost Build() => _build.Take();

    private string EventName(int index) => $"Part{Number}Happened{index}";

    // An event and its handler, which takes a service.
    private string Declare(string name) => $$"""
        using System;
        using System.Collections.Generic;
        using EventGen;

        namespace Acme.Part{{Number}};

        /// <summary>Something happened.</summary>
        [Event]
        public sealed record {{name}}(Guid Id, [property: EventKey] string Customer, decimal Total, IReadOnlyList<string> Lines);

        public sealed class {{name}}Handler(IServiceProvider services)
        {
            [Subscribe]
            public void Count({{name}} e)
            {
                decimal sum = 0;
                foreach (string line in e.Lines) sum += line.Length * e.Total;
                if (sum < 0) throw new InvalidOperationException($"{e.Customer} owes {sum:0.00} to {services}");
            }
        }
        """;

    // Ordinary code, about 60 lines, that emits five events.
    private string Serve(int service) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using EventGen;

        namespace Acme.Part{{Number}};

        public sealed record Line{{service}}(string Name, int Count, decimal Price);

        public sealed class Basket{{service}}
        {
            private readonly Dictionary<string, Line{{service}}> _lines = new(StringComparer.Ordinal);
        {{string.Concat(Enumerable.Range(service * EventsPerService, EventsPerService).Select(index => $$"""

                public decimal Sum{{index}}(decimal rate)
                {
                    decimal sum = 0;
                    foreach (var line in _lines.Values.Where(line => line.Count > {{index}}).OrderBy(line => line.Name, StringComparer.Ordinal))
                    {
                        if (line.Price < 0) throw new InvalidOperationException($"'{line.Name}' costs {line.Price}");
                        sum += line.Count * line.Price * rate;
                    }

                    Events.{{EventName(index)}}.Emit(new {{EventName(index)}}(Guid.NewGuid(), $"sum {sum:0.00}", sum, [.. _lines.Keys]));
                    return Math.Round(sum, 2);
                }
            """))}}

            public void Add(string name, int count, decimal price) =>
                _lines[name] = _lines.TryGetValue(name, out var line) ? line with { Count = line.Count + count } : new Line{{service}}(name, count, price);
        }
        """;

    // Handles some events of a project that it references.
    private string Audit(SolutionProject of, int events) => $$"""
        using System;
        using EventGen;
        using Acme.Part{{of.Number}};

        namespace Acme.Part{{Number}};

        public static class AuditOf{{of.Number}}
        {
        {{string.Concat(Enumerable.Range(0, ReferencedHandlers).Select(index => $$"""

                [Subscribe]
                public static void Note({{of.EventName((Number + index) % events)}} e) => Console.WriteLine(e.Customer);
            """))}}
        }
        """;
}
