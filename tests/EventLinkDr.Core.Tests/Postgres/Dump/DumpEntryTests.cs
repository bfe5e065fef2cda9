using System.Text;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Core.Tests.Postgres.Dump;

public sealed class DumpEntryTests
{
    [Theory]
    [InlineData("-- Name: t t_pkey; Type: CONSTRAINT; Schema: public; Owner: o", true)]
    [InlineData("-- Name: t t_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -", true)]
    [InlineData("-- Name: v _RETURN; Type: RULE; Schema: public; Owner: o", true)]
    [InlineData("-- Name: t; Type: TABLE; Schema: public; Owner: o", false)]
    [InlineData("-- Name: t id; Type: DEFAULT; Schema: public; Owner: o", false)]
    [InlineData("-- Name: TABLE t; Type: ACL; Schema: public; Owner: o", false)]
    [InlineData("-- Data for Name: t; Type: INDEX; Schema: public; Owner: o", false)]
    // A table of this name must not look like an index.
    [InlineData("-- Name: a; Type: INDEX; Schema: x; Type: TABLE; Schema: public; Owner: o", false)]
    [InlineData("-- Name: a; Type: TABLE; Schema: public; Owner: o; Type: INDEX; Schema: x", false)]
    [InlineData("-- Name: a; Type: INDEX", false)]
    [InlineData("--", false)]
    public void IsPostData_OnlyWhatSurelyIs(string comment, bool expected) => Assert.Equal(expected, DumpEntry.IsPostData(Encoding.Latin1.GetBytes(comment)));
}
