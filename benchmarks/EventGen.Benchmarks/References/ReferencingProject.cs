namespace EventGen.Benchmarks.References;

/// <summary>An application of 200 files that references a project of events, and emits and handles some of them.</summary>
internal sealed class ReferencingProject
{
    private const int Files = 200;

    private readonly ProjectBuild _application;

    /// <param name="events">How many events are referenced.</param>
    public ReferencingProject(int events)
    {
        var contracts = new ProjectBuild("Contracts", [.. Enumerable.Range(0, events).Select(Declare)], []);
        _application = new ProjectBuild("Acme.App", [.. Enumerable.Range(0, Files).Select(file => Use(file, events))], [contracts.Image]);
    }

    /// <inheritdoc cref="ProjectBuild.Take"/>
    public BuildCost Build() => _application.Take();

    private static string Declare(int number) => $"""
        using System;
        using EventGen;

        namespace Contracts;

        /// <summary>Something happened.</summary>
        [Event]
        public sealed record Happened{number}(Guid Id, string Text, decimal? Price = null);
        """;

    // Ordinary code, about 80 lines a file; each file emits five events, and one in ten handles one.
    private static string Use(int file, int events) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using EventGen;
        using Contracts;

        namespace Acme.App.Area{{file / 10}};

        public sealed record Line{{file}}(string Name, int Count, decimal Price);

        public sealed class Basket{{file}}
        {
            private readonly Dictionary<string, Line{{file}}> _lines = new(StringComparer.Ordinal);
        {{string.Concat(Enumerable.Range(0, 5).Select(number => $$"""

                public decimal Sum{{number}}(decimal rate)
                {
                    decimal sum = 0;
                    foreach (var line in _lines.Values.Where(line => line.Count > {{number}}).OrderBy(line => line.Name, StringComparer.Ordinal))
                    {
                        if (line.Price < 0) throw new InvalidOperationException($"'{line.Name}' costs {line.Price}");
                        sum += line.Count * line.Price * rate;
                    }

                    Events.Happened{{(file * 5 + number) % events}}.Emit(new Happened{{(file * 5 + number) % events}}(Guid.NewGuid(), $"sum {sum:0.00}", sum));
                    return Math.Round(sum, 2);
                }
            """))}}

            public void Add(string name, int count, decimal price) =>
                _lines[name] = _lines.TryGetValue(name, out var line) ? line with { Count = line.Count + count } : new Line{{file}}(name, count, price);
        }
        {{(file % 10 != 0 ? "" : $$"""

            public static class Audit{{file}}
            {
                [Subscribe] public static void Note(Happened{{file * 5 % events}} e) => Console.WriteLine(e.Text);
            }
            """)}}
        """;
}
