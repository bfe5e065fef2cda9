using System.Buffers.Text;
using System.Text;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>Writes rows in the text format of COPY.</summary>
internal sealed class CopyTextWriter(ICopySink sink)
{
    /// <summary>No field of the sample is longer than this.</summary>
    private const int Reserve = 16 * 1024;

    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _length;
    private bool _inRow;

    public void Null() => Raw("\\N"u8);

    public void Raw(ReadOnlySpan<byte> field)
    {
        Separate();
        field.CopyTo(_buffer.AsSpan(_length));
        _length += field.Length;
    }

    public void Value(long? value)
    {
        if (value is not { } number)
        {
            Null();
            return;
        }

        Separate();
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    public void Real(double value)
    {
        Separate();
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    public void Value(bool value) => Raw(value ? "t"u8 : "f"u8);

    /// <summary>A time in UTC, as the server prints it.</summary>
    public void Value(DateTime? value)
    {
        if (value is not { } time)
        {
            Null();
            return;
        }

        Separate();
        time.TryFormat(_buffer.AsSpan(_length), out var written, "yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
        "+00"u8.CopyTo(_buffer.AsSpan(_length));
        _length += 3;
    }

    public void Value(string? text)
    {
        if (text is null)
        {
            Null();
            return;
        }

        Separate();
        var start = _length;
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
        if (_buffer.AsSpan(start, _length - start).IndexOfAny("\\\t\n\r"u8) >= 0) Escape(start);
    }

    public void EndRow()
    {
        _buffer[_length++] = (byte)'\n';
        _inRow = false;
        if (_buffer.Length - _length < 4 * Reserve) Flush();
    }

    public void Flush()
    {
        sink.Write(_buffer.AsSpan(0, _length));
        _length = 0;
    }

    private void Separate()
    {
        if (_inRow) _buffer[_length++] = (byte)'\t';
        _inRow = true;
    }

    private void Escape(int start)
    {
        var plain = _buffer.AsSpan(start, _length - start).ToArray();
        _length = start;
        foreach (var b in plain)
        {
            var letter = b switch { (byte)'\\' => (byte)'\\', (byte)'\t' => (byte)'t', (byte)'\n' => (byte)'n', (byte)'\r' => (byte)'r', _ => (byte)0 };
            if (letter != 0) _buffer[_length++] = (byte)'\\';
            _buffer[_length++] = letter != 0 ? letter : b;
        }
    }
}
