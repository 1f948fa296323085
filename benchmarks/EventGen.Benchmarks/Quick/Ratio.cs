namespace EventGen.Benchmarks.Quick;

/// <summary>A promise: what the subject may cost at most, as a multiple of the baseline.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Limit">The largest ratio of subject to baseline that keeps the promise.</param>
/// <param name="Subject">Runs the subject a number of times.</param>
/// <param name="Baseline">Runs the baseline a number of times.</param>
/// <param name="Operations">How many times in one measurement.</param>
internal sealed record Ratio(string Name, double Limit, Func<int, Task> Subject, Func<int, Task> Baseline, int Operations)
{
    public static Ratio Of(string name, double limit, Action<int> subject, Action<int> baseline, int operations = 2_000_000) =>
        new(name, limit, Run(subject), Run(baseline), operations);

    private static Func<int, Task> Run(Action<int> action) => operations =>
    {
        action(operations);
        return Task.CompletedTask;
    };
}
