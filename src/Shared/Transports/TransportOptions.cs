using EventGen.Hosting;
using Microsoft.Extensions.Options;

namespace EventGen;

/// <summary>Checks the settings of a transport: when a host starts, and when a publisher is made without one. Compiled into each transport.</summary>
/// <typeparam name="TOptions">The settings.</typeparam>
internal sealed class TransportOptions<TOptions> : IValidateOptions<TOptions>
    where TOptions : class, ITransportOptions
{
    private static readonly TimeSpan s_mostTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Lists every setting that cannot work.</summary>
    public ValidateOptionsResult Validate(string? name, TOptions options) =>
        OptionsFaults.ToResult([.. Errors(options).Select(fault => $"{TOptions.Product} publisher '{name}': {fault}")]);

    /// <summary>A copy of settings that can work: what is done to those that were given has no effect on it.</summary>
    /// <param name="name">The publisher's name.</param>
    /// <param name="options">As they were given.</param>
    /// <exception cref="ArgumentException">There is no name, or settings cannot work; the message lists them all and shows no address.</exception>
    public static TOptions Checked(string name, TOptions options)
    {
        NameRule.Check(name, nameof(name));
        ArgumentNullException.ThrowIfNull(options);
        var copy = (TOptions)options.Copy();
        string[] errors = [.. Errors(copy)];
        return errors.Length == 0 ? copy
            : throw new ArgumentException($"{TOptions.Product} publisher '{name}' cannot work with these options: {string.Join(" ", errors)}", nameof(options));
    }

    /// <summary>Every setting that cannot work, each as a sentence that says what to change and shows no address.</summary>
    public static IEnumerable<string> Errors(TOptions options)
    {
        foreach (string fault in options.ConfigurationErrors) yield return fault;
        if (!options.Enabled) yield break;
        foreach (string fault in options.OwnErrors()) yield return fault;
        if (options.Timeout < TOptions.LeastTimeout || options.Timeout > s_mostTimeout) yield return $"{nameof(options.Timeout)} is {options.Timeout}; it must be from {TOptions.LeastTimeout.TotalMilliseconds} milliseconds to 10 minutes.";
        if (options.MaxInFlight < 1) yield return $"{nameof(options.MaxInFlight)} is {options.MaxInFlight}; it must be at least 1.";
        if (options.Prefetch < 1) yield return $"{nameof(options.Prefetch)} is {options.Prefetch}; it must be at least 1.";
        if (!Enum.IsDefined(options.UnknownEvents)) yield return $"{nameof(options.UnknownEvents)} is {options.UnknownEvents}; it must be one of {string.Join(", ", Enum.GetNames<UnknownEventMode>())}.";
        if (options.Group is not null && string.IsNullOrWhiteSpace(options.Group)) yield return $"{nameof(options.Group)} is empty; leave it out for the application's name.";
        else if (options.Group is { } group && NameRule.Fault(nameof(options.Group), group) is { } fault) yield return fault;
    }
}
